package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Grain;
import java.util.Set;
import java.util.SortedMap;

/**
 * What would be different: changes cells on their way into an evaluation, without touching what was observed. An input's
 * cells are changed at its own grain and for each combination of members; a formula's where it is run.
 */
public interface Overrides {
    Overrides NONE = new Overrides() {
        @Override
        public Set<KpiCode> kpis() {
            return Set.of();
        }

        @Override
        public Set<SortedMap<String, String>> addedMembers(KpiCode input) {
            return Set.of();
        }

        @Override
        public double changed(KpiCode kpi, Grain grain, int ordinal, SortedMap<String, String> members, double cell) {
            return cell;
        }
    };

    /** The KPIs of which any cell may change. */
    Set<KpiCode> kpis();

    /** Combinations of members for which an input gets cells though nothing was observed for them. */
    Set<SortedMap<String, String>> addedMembers(KpiCode input);

    /**
     * The cell as it would be.
     *
     * @param ordinal of a period of the grain
     * @param members that the cell stands for
     * @param cell NaN where there is none, here and in the result
     */
    double changed(KpiCode kpi, Grain grain, int ordinal, SortedMap<String, String> members, double cell);
}
