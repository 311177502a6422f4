package com.planitai.kpi.engine.model;

/** How finer cells become one coarser cell, over time or over members. */
public enum Rollup {
    SUM,
    AVERAGE,
    MIN,
    MAX,
    /** Exactly the first cell: missing when that one is. */
    FIRST,
    /** Exactly the last cell: missing when that one is. */
    LAST,
    LAST_NON_EMPTY,
    /** Of a formula KPI: roll the inputs up, then apply the formula. */
    RECOMPUTE
}
