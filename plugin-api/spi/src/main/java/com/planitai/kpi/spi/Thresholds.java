package com.planitai.kpi.spi;

import org.jspecify.annotations.Nullable;

/** The attainment (1.0 is the plan) below which the status turns amber, and below which it turns red. */
public final class Thresholds {
    private static final double STANDARD_AMBER = 1.0;
    private static final double STANDARD_RED = 0.9;
    private static final double GREATEST = 2.0;

    private final double amber;
    private final double red;

    private Thresholds(double amber, double red) {
        this.amber = amber;
        this.red = red;
    }

    /** {@return amber below 1.0 and red below 0.9} */
    public static Thresholds standard() {
        return new Thresholds(STANDARD_AMBER, STANDARD_RED);
    }

    /**
     * Two thresholds.
     *
     * @param amber the attainment below which the status is at risk, 0 to 2
     * @param red the attainment below which the status is off track, 0 to {@code amber}
     * @return the thresholds
     * @throws IllegalArgumentException if one is out of its range
     */
    public static Thresholds of(double amber, double red) {
        if (!(red >= 0 && amber >= red && amber <= GREATEST)) {
            throw new IllegalArgumentException(
                    "thresholds must be 0 <= red <= amber <= 2, were red " + red + " and amber " + amber);
        }
        return new Thresholds(amber, red);
    }

    /** {@return the attainment below which the status is at risk} */
    public double amber() {
        return amber;
    }

    /** {@return the attainment below which the status is off track} */
    public double red() {
        return red;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Thresholds that
                && Double.compare(amber, that.amber) == 0
                && Double.compare(red, that.red) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(amber) + Double.hashCode(red);
    }

    @Override
    public String toString() {
        return "Thresholds[" + amber + ", " + red + "]";
    }
}
