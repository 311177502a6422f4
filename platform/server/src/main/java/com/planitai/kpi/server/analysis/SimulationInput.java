package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.simulation.Change;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a caller wants to be different, schema {@code SimulationInput}. */
record SimulationInput(
        String tree, PeriodRange.Input periods, @Nullable String scenario, List<ChangeInput> changes) {

    /** @param periods null for all of the simulation's */
    record ChangeInput(
            String kpi,
            String op,
            double value,
            @Nullable Map<String, String> members,
            PeriodRange.@Nullable Input periods) {

        Change.Operation operation() {
            return Change.Operation.valueOf(op.toUpperCase(Locale.ROOT));
        }

        TreeMap<String, String> byDimension() {
            return members == null ? new TreeMap<>() : new TreeMap<>(members);
        }
    }
}
