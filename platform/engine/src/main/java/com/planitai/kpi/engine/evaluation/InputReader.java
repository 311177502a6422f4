package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiDefinition;
import com.planitai.kpi.engine.model.MissingPolicy;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads observations of one scenario into columns: filtered, filled by the missing policy, rolled up over members. */
final class InputReader {
    /** The scenario of what happened. */
    static final String ACTUAL = "actual";

    private final Map<KpiCode, KpiObservations> observations;
    private final boolean actual;
    private final Selection selection;
    private final FiscalCalendar calendar;
    private final Instant now;
    private final Overrides overrides;

    InputReader(
            ObservationTable observations,
            String scenario,
            Selection selection,
            FiscalCalendar calendar,
            Instant now,
            Overrides overrides) {
        this.overrides = overrides;
        this.observations = observations.scenario(scenario);
        this.actual = scenario.equals(ACTUAL);
        this.selection = selection;
        this.calendar = calendar;
        this.now = now;
    }

    private InputReader(InputReader other, Selection selection) {
        this.observations = other.observations;
        this.actual = other.actual;
        this.selection = selection;
        this.calendar = other.calendar;
        this.now = other.now;
        this.overrides = other.overrides;
    }

    /** Whether observations reach an evaluation as they are: nothing is filtered and nothing different. */
    boolean isPlain() {
        return selection.isEmpty() && overrides.kpis().isEmpty();
    }

    /** What was observed in the scenario. */
    Map<KpiCode, KpiObservations> observations() {
        return observations;
    }

    /** A reader for which filters on these dimensions do not hold. */
    InputReader without(List<String> dimensions) {
        return dimensions.isEmpty() ? this : new InputReader(this, selection.without(dimensions));
    }

    /** An input's cells of one line at its own grain, and whether each of those below them was observed. */
    record Read(Column column, boolean complete) {}

    /** The members that a line stands for: its own, and those that filters leave. */
    SortedMap<String, String> standsFor(SortedMap<String, String> line) {
        return selection.standsFor(line);
    }

    boolean has(KpiCode kpi) {
        return observations.containsKey(kpi);
    }

    /** Combinations of members that the filters keep. */
    List<SortedMap<String, String>> combinations(KpiCode kpi) {
        return Stream.concat(of(kpi).byMembers().keySet().stream(), overrides.addedMembers(kpi).stream())
                .distinct()
                .filter(selection::keeps)
                .toList();
    }

    /** At the KPI's own grain. A value observed for exactly the line's members wins over what its parts roll up to. */
    Read read(ResolvedKpi kpi, SortedMap<String, String> line, int low, int length) {
        var only = of(kpi.definition().code()).whole();
        if (only != null
                && line.isEmpty()
                && selection.isEmpty()
                && !overrides.kpis().contains(kpi.definition().code())
                && kpi.definition().missing().policy() == MissingPolicy.NULL) {
            return new Read(only.over(low, length), only.covers(low, length));
        }
        var cells = cells(kpi, line, low, length);
        return new Read(cells.column(), cells.isComplete());
    }

    /** How much of an input's cells of one line was there. */
    Coverage coverage(ResolvedKpi kpi, SortedMap<String, String> line, int low, int length) {
        return cells(kpi, line, low, length).coverage();
    }

    /** Values that were set for exactly the members the line stands for, at the KPI's own grain. */
    Column set(ResolvedKpi kpi, SortedMap<String, String> line, int low, int length) {
        var column = of(kpi.definition().code()).byMembers().get(standsFor(line));
        return (column == null ? ObservationColumn.EMPTY : column).over(low, length);
    }

    /** Whether any of the KPI's values replaced another. */
    boolean hasChanges(KpiCode kpi) {
        return of(kpi).hasChanges();
    }

    /** The latest days on which an input's observations of one line changed, at its own grain; null when none did. */
    int @Nullable [] changedDays(ResolvedKpi kpi, SortedMap<String, String> line, int low, int length) {
        var observed = of(kpi.definition().code());
        if (!observed.hasChanges()) {
            return null;
        }
        var days = new int[length];
        Arrays.fill(days, ObservationTable.UNCHANGED);
        var own = selection.standsFor(line);
        observed.byMembers().forEach((members, column) -> {
            if (!members.equals(own)
                    && selection.keeps(members)
                    && members.entrySet().containsAll(line.entrySet())) {
                for (var i = column.indexAtOrAfter(low); i < column.size() && column.ordinal(i) - low < length; i++) {
                    var cell = column.ordinal(i) - low;
                    days[cell] = Math.max(days[cell], column.changedDay(i));
                }
            }
        });
        var whole = observed.byMembers().getOrDefault(own, ObservationColumn.EMPTY);
        for (var i = whole.indexAtOrAfter(low); i < whole.size() && whole.ordinal(i) - low < length; i++) {
            days[whole.ordinal(i) - low] = whole.changedDay(i);
        }
        return days;
    }

    /** The latest day on which a value set for exactly the members the line stands for changed. */
    int changedDay(KpiCode kpi, SortedMap<String, String> line, int low, int high) {
        var column = of(kpi).byMembers().getOrDefault(selection.standsFor(line), ObservationColumn.EMPTY);
        var day = ObservationTable.UNCHANGED;
        for (var i = column.indexAtOrAfter(low); i < column.size() && column.ordinal(i) <= high; i++) {
            day = Math.max(day, column.changedDay(i));
        }
        return day;
    }

    private KpiObservations of(KpiCode kpi) {
        return observations.getOrDefault(kpi, KpiObservations.NONE);
    }

    private InputCells cells(ResolvedKpi kpi, SortedMap<String, String> line, int low, int length) {
        var code = kpi.definition().code();
        var cells =
                new InputCells(kpi, standsFor(line), low, length, fillEnd(kpi.definition(), low, length), overrides);
        var parts = new TreeMap<String, SortedMap<String, String>>();
        for (var members : combinations(code)) {
            if (members.entrySet().containsAll(line.entrySet())) {
                parts.put(members.toString(), members);
            }
        }
        var columns = of(code).byMembers();
        parts.values().forEach(members -> cells.add(members, columns.getOrDefault(members, ObservationColumn.EMPTY)));
        return cells;
    }

    /**
     * The index up to which the missing policy fills cells. What has not begun to happen is not missing yet; a plan may be
     * filled as far as anyone asks, when there is one.
     */
    private int fillEnd(KpiDefinition kpi, int low, int length) {
        if (kpi.missing().policy() == MissingPolicy.NULL || !(actual || has(kpi.code()))) {
            return 0;
        }
        return actual ? Math.clamp(lastBegun(kpi.grain()) - (long) low + 1, 0, length) : length;
    }

    private int lastBegun(Grain grain) {
        return calendar.current(grain, now).ordinal();
    }
}
