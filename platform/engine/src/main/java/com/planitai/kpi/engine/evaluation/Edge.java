package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;

/** From a KPI to one of its drivers. */
public record Edge(KpiCode from, KpiCode to, Kind kind) {
    /** Whether a formula states the edge; only such edges take part in sums. */
    public enum Kind {
        FORMULA,
        INFLUENCE
    }
}
