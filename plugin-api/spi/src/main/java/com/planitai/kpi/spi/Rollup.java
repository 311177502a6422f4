package com.planitai.kpi.spi;

/** How several values become one. */
public enum Rollup {
    /** The sum of the values that are there; for flows. */
    SUM,

    /** The mean of the values that are there. */
    AVERAGE,

    /** The least value that is there. */
    MIN,

    /** The greatest value that is there. */
    MAX,

    /** The value of the first period, missing if that is missing. */
    FIRST,

    /** The value of the last period, missing if that is missing; for stocks, which are never summed over time. */
    LAST,

    /** The last value that is there. */
    LAST_NON_EMPTY,

    /** The formula applied to the rolled-up inputs; for formula KPIs only, and the right one for ratios. */
    RECOMPUTE
}
