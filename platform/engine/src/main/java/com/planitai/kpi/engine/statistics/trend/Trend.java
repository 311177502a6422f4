package com.planitai.kpi.engine.statistics.trend;

/** The trend of a series of complete periods. */
public sealed interface Trend {
    /** Below this many values the normal approximation of Kendall's S says nothing. */
    int MINIMUM_VALUES = 4;

    /** A trend less certain than this has no direction. */
    double ALPHA = 0.05;

    /**
     * @param slope change a period, in the unit of the values
     * @param lower of the slope's 95 % interval
     * @param upper of the slope's 95 % interval
     * @param pValue two-sided, of no trend at all
     */
    record Estimated(double slope, double lower, double upper, double pValue, Direction direction) implements Trend {}

    record InsufficientHistory(int required, int present) implements Trend {}

    enum Direction {
        RISING,
        FALLING,
        NONE
    }

    /**
     * @param values one a period without a gap in time; NaN is missing and is skipped, the distance in time is kept. Of a
     *     series longer than ten years of days the last ten years count.
     */
    static Trend of(double[] values) {
        return new TheilSen(values).estimate();
    }
}
