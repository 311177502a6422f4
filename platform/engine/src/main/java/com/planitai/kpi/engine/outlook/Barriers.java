package com.planitai.kpi.engine.outlook;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.List;
import java.util.TreeSet;

/**
 * What keeps a KPI from being forecast: KPIs of coarser grain, and inputs of too short a history.
 *
 * @param fewest values that one of the short histories has
 */
record Barriers(List<KpiCode> coarse, List<KpiCode> shortHistories, int required, int fewest) {
    static final Barriers NONE = new Barriers(List.of(), List.of(), 0, Integer.MAX_VALUE);

    static Barriers coarse(KpiCode kpi) {
        return new Barriers(List.of(kpi), List.of(), 0, Integer.MAX_VALUE);
    }

    static Barriers shortHistory(KpiCode input, int required, int present) {
        return new Barriers(List.of(), List.of(input), required, present);
    }

    Barriers and(Barriers other) {
        return new Barriers(
                joined(coarse, other.coarse),
                joined(shortHistories, other.shortHistories),
                Math.max(required, other.required),
                Math.min(fewest, other.fewest));
    }

    boolean isEmpty() {
        return coarse.isEmpty() && shortHistories.isEmpty();
    }

    KpiForecast reason() {
        return coarse.isEmpty()
                ? new KpiForecast.InsufficientHistory(shortHistories, required, fewest)
                : new KpiForecast.FinerThanGrain(coarse);
    }

    private static List<KpiCode> joined(List<KpiCode> some, List<KpiCode> others) {
        var joined = new TreeSet<>(some);
        joined.addAll(others);
        return List.copyOf(joined);
    }
}
