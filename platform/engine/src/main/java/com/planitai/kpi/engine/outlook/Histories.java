package com.planitai.kpi.engine.outlook;

import com.planitai.kpi.engine.evaluation.ColumnsQuery;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.SeriesQuery;
import com.planitai.kpi.engine.evaluation.SeriesResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What KPIs and everything below them came to in the periods that are over: each from the first period in which an input
 * below it was observed, so that what a policy fills in before says nothing. Immutable.
 */
public final class Histories {
    /** Periods looked back at: four years of days, and a little. */
    public static final int MAX_PERIODS = 1_500;

    static final String ACTUAL = "actual";

    private final Evaluation evaluation;
    private final Period last;
    private final List<KpiCode> kpis;
    private final Map<KpiCode, History> byKpi = new HashMap<>();

    private Histories(Evaluation evaluation, Period last, List<KpiCode> kpis) {
        this.evaluation = evaluation;
        this.last = last;
        this.kpis = kpis;
    }

    /** One value a period, NaN where missing, the last of them in the last complete period. */
    public static final class History {
        private final Period first;
        private final double[] values;

        private History(Period first, double[] values) {
            this.first = first;
            this.values = values;
        }

        public Period first() {
            return first;
        }

        public double[] values() {
            return values.clone();
        }

        public Period period(int index) {
            return first.plus(index);
        }
    }

    /** The last period of a grain that is over, or the asked one when that is earlier; empty before the first there is. */
    public static Optional<Period> lastComplete(Evaluation evaluation, Period asked, Instant now) {
        return evaluation
                .calendar()
                .current(asked.grain(), now)
                .previous()
                .map(over -> over.ordinal() < asked.ordinal() ? over : asked);
    }

    /**
     * Reads them at the grain of the last period.
     *
     * @param last that is over
     * @param roots read with everything below them
     */
    public static Histories read(Evaluation evaluation, Period last, Collection<KpiCode> roots) {
        var histories = new Histories(evaluation, last, below(evaluation.graph(), roots));
        histories.read();
        return histories;
    }

    /** The roots and everything below them, drivers before the KPIs above. */
    public static List<KpiCode> below(KpiGraph graph, Collection<KpiCode> roots) {
        var found = new LinkedHashSet<KpiCode>();
        var open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            var kpi = open.pop();
            if (found.add(kpi)) {
                graph.references(kpi).forEach(open::push);
            }
        }
        return found.stream()
                .sorted(Comparator.comparingInt(kpi -> graph.resolved(kpi).order()))
                .toList();
    }

    /** All that were read, drivers before the KPIs above. */
    public List<KpiCode> kpis() {
        return kpis;
    }

    public Period last() {
        return last;
    }

    /** Whether the KPI has values at the grain of the periods. */
    public boolean hasGrain(KpiCode kpi) {
        return !last.grain().isFinerThan(evaluation.graph().definition(kpi).grain());
    }

    /** Empty values where nothing below was ever observed. */
    public History of(KpiCode kpi) {
        var history = byKpi.get(kpi);
        if (history == null) {
            throw new IllegalArgumentException("expected a KPI that was read, got " + kpi);
        }
        return history;
    }

    private void read() {
        var first = first();
        var columns = evaluation.columns(new ColumnsQuery(kpis, first, last, ACTUAL, List.of()));
        var starts = new HashMap<KpiCode, Integer>();
        for (var place = 0; place < kpis.size(); place++) {
            var kpi = kpis.get(place);
            var start = start(kpi, first, starts);
            start.ifPresent(index -> starts.put(kpi, index));
            var column = columns.get(place).toArray();
            var from = start.orElse(column.length);
            byKpi.put(kpi, new History(first.plus(from), Arrays.copyOfRange(column, from, column.length)));
        }
    }

    private Period first() {
        var earliest = new Period(last.grain(), earliestOrdinal(last.grain()));
        return last.ordinal() - earliest.ordinal() < MAX_PERIODS ? earliest : last.plus(1 - MAX_PERIODS);
    }

    private static int earliestOrdinal(Grain grain) {
        return Period.parse(
                        switch (grain) {
                            case DAY -> "0001-01-01";
                            case WEEK -> "0001-W01";
                            case MONTH -> "0001-01";
                            case QUARTER -> "0001-Q1";
                            case YEAR -> "0001";
                        })
                .orElseThrow()
                .ordinal();
    }

    private OptionalInt start(KpiCode kpi, Period first, Map<KpiCode, Integer> starts) {
        return evaluation.graph().definition(kpi).isInput()
                ? firstObserved(kpi, first)
                : evaluation.graph().references(kpi).stream()
                        .filter(starts::containsKey)
                        .mapToInt(starts::get)
                        .min();
    }

    private OptionalInt firstObserved(KpiCode input, Period first) {
        var query = new SeriesQuery(input, first, last, ACTUAL, List.of(), List.of());
        if (evaluation.series(query) instanceof SeriesResult.Series series) {
            var cells = series.lines().getFirst().cells();
            for (var index = 0; index < cells.size(); index++) {
                if (cells.get(index).completeness() > 0) {
                    return OptionalInt.of(index);
                }
            }
        }
        return OptionalInt.empty();
    }
}
