package com.planitai.kpi.engine.unit;

/** What kind of quantity a KPI measures. */
public enum UnitType {
    NUMBER,
    COUNT,
    /** Of one ISO 4217 currency. */
    CURRENCY,
    /** Stored as a fraction: 0.05 is 5 %. */
    PERCENT,
    /** Seconds. */
    DURATION;

    /** Whether the type vanishes in products and quotients. */
    public boolean isDimensionless() {
        return this == NUMBER || this == COUNT || this == PERCENT;
    }
}
