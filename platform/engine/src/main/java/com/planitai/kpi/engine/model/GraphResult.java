package com.planitai.kpi.engine.model;

import java.util.List;

/** What became of a set of definitions. */
public sealed interface GraphResult {
    /** A graph that can be evaluated, and what was assumed on the way. */
    record Built(KpiGraph graph, List<ModelFault> warnings) implements GraphResult {
        public Built {
            warnings = List.copyOf(warnings);
        }
    }

    /** Every fault that could be found. */
    record Refused(List<ModelFault> faults) implements GraphResult {
        public Refused {
            faults = List.copyOf(faults);
        }
    }
}
