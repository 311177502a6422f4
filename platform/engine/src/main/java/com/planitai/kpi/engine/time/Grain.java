package com.planitai.kpi.engine.time;

/** Length of a period, from fine to coarse; the order of the constants is the order of the lengths. */
public enum Grain {
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR;

    public boolean isFinerThan(Grain other) {
        return compareTo(other) < 0;
    }
}
