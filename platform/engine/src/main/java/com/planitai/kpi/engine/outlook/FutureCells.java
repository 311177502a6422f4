package com.planitai.kpi.engine.outlook;

import com.planitai.kpi.engine.evaluation.Overrides;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * A world in which inputs have these values in the periods to come, whatever was observed for those. The cells below a
 * value share it out as their pattern says. Immutable.
 */
final class FutureCells implements Overrides {
    private final FiscalCalendar calendar;
    private final Period first;
    private final Map<KpiCode, double[]> values;
    private final Map<KpiCode, Pattern> patterns;

    /**
     * @param first of the periods to come
     * @param values one a period
     */
    FutureCells(FiscalCalendar calendar, Period first, Map<KpiCode, double[]> values, Map<KpiCode, Pattern> patterns) {
        this.calendar = calendar;
        this.first = first;
        this.values = values;
        this.patterns = patterns;
    }

    /** A cell's part of the value that it belongs to. */
    @FunctionalInterface
    interface Pattern {
        Pattern EVEN = (period, ordinal, members) -> 1;

        /**
         * @param period by its place among those to come
         * @param ordinal of the input's own grain
         * @return NaN for a cell that has no part
         */
        double part(int period, int ordinal, SortedMap<String, String> members);
    }

    @Override
    public Set<KpiCode> kpis() {
        return values.keySet();
    }

    @Override
    public Set<SortedMap<String, String>> addedMembers(KpiCode input) {
        return Set.of();
    }

    @Override
    public double changed(KpiCode kpi, Grain grain, int ordinal, SortedMap<String, String> members, double cell) {
        var future = values.get(kpi);
        var place = calendar.ordinalContaining(first.grain(), grain, ordinal) - first.ordinal();
        if (future == null || place < 0 || place >= future.length) {
            return cell;
        }
        return future[place] * patterns.getOrDefault(kpi, Pattern.EVEN).part(place, ordinal, members);
    }
}
