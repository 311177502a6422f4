package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiDefinition;
import com.planitai.kpi.engine.model.MissingPolicy;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads observations of one scenario into columns: filtered, filled by the missing policy, rolled up over members. */
final class InputReader {
    /** The scenario of what happened. */
    static final String ACTUAL = "actual";

    private final ObservationTable observations;
    private final String scenario;
    private final Selection selection;
    private final FiscalCalendar calendar;
    private final Instant now;
    private final MissingCauses causes;
    private final RollupMath rollups;

    InputReader(
            ObservationTable observations,
            String scenario,
            Selection selection,
            FiscalCalendar calendar,
            Instant now,
            MissingCauses causes) {
        this.observations = observations;
        this.scenario = scenario;
        this.selection = selection;
        this.calendar = calendar;
        this.now = now;
        this.causes = causes;
        this.rollups = new RollupMath(causes);
    }

    /** An input's cells of one line at its own grain, and how much of them was there. */
    record Read(Column column, Coverage coverage) {}

    private record Part(SortedMap<String, String> members, ObservationColumn column) {}

    @SuppressWarnings("ArrayRecordComponent") // columns: nobody compares them, and boxing them is the cost to avoid
    private record Filled(Column column, boolean[] observed) {}

    boolean has(KpiCode kpi) {
        return !observations.columns(kpi, scenario).isEmpty();
    }

    /** Combinations of members that the filters keep. */
    List<SortedMap<String, String>> combinations(KpiCode kpi) {
        return observations.columns(kpi, scenario).keySet().stream()
                .filter(selection::keeps)
                .toList();
    }

    /** At the KPI's own grain. A value observed for exactly the line's members wins over what its parts roll up to. */
    Read read(ResolvedKpi kpi, SortedMap<String, String> line, int low, int length) {
        var own = selection.standsFor(line);
        var whole = new ArrayList<Part>();
        var parts = new ArrayList<Part>();
        for (var part : parts(kpi.definition().code(), line)) {
            (part.members().equals(own) ? whole : parts).add(part);
        }
        if (parts.isEmpty() && whole.isEmpty()) {
            parts.add(new Part(own, ObservationColumn.EMPTY));
        }
        var coverage = Coverage.empty(length);
        var filled = parts.stream()
                .map(part -> filled(kpi.definition(), part.column(), low, length))
                .toList();
        if (whole.isEmpty()) {
            count(coverage, low, parts, filled, new boolean[length]);
            return new Read(rolledUp(kpi, filled), coverage);
        }
        var total = parts.isEmpty()
                ? filled(kpi.definition(), whole.getFirst().column(), low, length)
                : unfilled(kpi.definition().code(), whole.getFirst().column(), low, length);
        count(coverage, low, parts, filled, parts.isEmpty() ? new boolean[length] : total.observed());
        count(coverage, low, whole, List.of(total), parts.isEmpty() ? new boolean[length] : negated(total.observed()));
        return new Read(
                parts.isEmpty() ? total.column() : rolledUp(kpi, filled).overlaidWith(total.column()), coverage);
    }

    /** Values that were set for exactly the members the line stands for, at the KPI's own grain. */
    Column set(ResolvedKpi kpi, SortedMap<String, String> line, int low, int length) {
        var code = kpi.definition().code();
        var column = observations.columns(code, scenario).get(selection.standsFor(line));
        return unfilled(code, column == null ? ObservationColumn.EMPTY : column, low, length)
                .column();
    }

    private List<Part> parts(KpiCode kpi, SortedMap<String, String> line) {
        var parts = new TreeMap<String, Part>();
        for (Map.Entry<SortedMap<String, String>, ObservationColumn> entry :
                observations.columns(kpi, scenario).entrySet()) {
            var members = entry.getKey();
            if (selection.keeps(members) && members.entrySet().containsAll(line.entrySet())) {
                parts.put(members.toString(), new Part(members, entry.getValue()));
            }
        }
        return List.copyOf(parts.values());
    }

    private Column rolledUp(ResolvedKpi kpi, List<Filled> filled) {
        return rollups.overMembers(
                kpi.overMembers().rollup(), filled.stream().map(Filled::column).toList());
    }

    private static void count(Coverage coverage, int low, List<Part> parts, List<Filled> filled, boolean[] passedOver) {
        for (var part = 0; part < parts.size(); part++) {
            var cells = filled.get(part);
            for (var i = 0; i < passedOver.length; i++) {
                if (!passedOver[i]) {
                    coverage.count(
                            i,
                            low + i,
                            parts.get(part).members(),
                            cells.observed()[i],
                            cells.column().isPresent(i));
                }
            }
        }
    }

    private static boolean[] negated(boolean[] flags) {
        var negated = new boolean[flags.length];
        for (var i = 0; i < flags.length; i++) {
            negated[i] = !flags[i];
        }
        return negated;
    }

    private Filled unfilled(KpiCode kpi, ObservationColumn source, int low, int length) {
        var values = new double[length];
        var missing = Column.missing(length, causes.number(MissingReason.Code.NO_VALUE, Collections.singleton(kpi)))
                .missing();
        var observed = new boolean[length];
        for (var i = source.indexAtOrAfter(low); i < source.size() && source.ordinal(i) < low + length; i++) {
            var cell = source.ordinal(i) - low;
            values[cell] = source.value(i);
            missing[cell] = MissingCauses.PRESENT;
            observed[cell] = true;
        }
        return new Filled(new Column(values, missing, observed, null), observed);
    }

    private Filled filled(KpiDefinition kpi, ObservationColumn source, int low, int length) {
        var cells = unfilled(kpi.code(), source, low, length);
        var policy = kpi.missing().policy();
        if (policy == MissingPolicy.NULL || !(scenario.equals(ACTUAL) || has(kpi.code()))) {
            return cells;
        }
        var end = Math.min(length, lastOrdinalToFill(kpi.grain()) - (long) low + 1);
        if (policy == MissingPolicy.ZERO) {
            for (var i = 0; i < end; i++) {
                cells.column().missing()[i] = MissingCauses.PRESENT;
            }
        } else {
            carryForward(
                    cells, source, low, (int) Math.max(0, end), kpi.missing().limit());
        }
        return cells;
    }

    private static void carryForward(Filled cells, ObservationColumn source, int low, int end, int limit) {
        var last = source.indexAtOrAfter(low) - 1;
        for (var i = 0; i < end; i++) {
            if (cells.observed()[i]) {
                last++;
            } else if (last >= 0 && (long) low + i - source.ordinal(last) <= limit) {
                cells.column().values()[i] = source.value(last);
                cells.column().missing()[i] = MissingCauses.PRESENT;
            }
        }
    }

    /** What has not begun to happen is not missing yet; a plan may be filled as far as anyone asks. */
    private int lastOrdinalToFill(Grain grain) {
        return scenario.equals(ACTUAL) ? calendar.current(grain, now).ordinal() : Integer.MAX_VALUE;
    }
}
