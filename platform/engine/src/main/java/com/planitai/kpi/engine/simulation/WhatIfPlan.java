package com.planitai.kpi.engine.simulation;

import java.util.List;

/** What became of a list of changes. */
public sealed interface WhatIfPlan {
    /** The rules that carry the changes out, drivers before the KPIs above them; to be applied in this order. */
    record Planned(List<CellRule> rules) implements WhatIfPlan {
        public Planned {
            rules = List.copyOf(rules);
        }
    }

    /** Every fault that could be found. */
    record Refused(List<ChangeFault> faults) implements WhatIfPlan {
        public Refused {
            faults = List.copyOf(faults);
        }
    }
}
