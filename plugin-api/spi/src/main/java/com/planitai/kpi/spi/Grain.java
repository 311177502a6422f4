package com.planitai.kpi.spi;

/** The length of a period. */
public enum Grain {
    /** A calendar day, {@code 2026-10-31}. */
    DAY,

    /** A week by ISO 8601, {@code 2026-W44}. */
    WEEK,

    /** A calendar month, {@code 2026-10}. */
    MONTH,

    /** A quarter of the tenant's fiscal year, {@code 2026-Q4}. */
    QUARTER,

    /** A fiscal year of the tenant, {@code 2026}. */
    YEAR
}
