package com.planitai.kpi.engine.attribution;

/** A quantity at both points; NaN where missing. */
record TwoValues(double first, double second) {
    /** Beyond this ratio the difference of two logarithms is as exact as the logarithm of the ratio. */
    private static final double NEAR = 2;

    double delta() {
        return second - first;
    }

    boolean isMissing() {
        return Double.isNaN(first + second);
    }

    boolean areZero() {
        return first == 0 && second == 0;
    }

    boolean changeSign() {
        return (first < 0 && second > 0) || (first > 0 && second < 0);
    }

    boolean appearOrVanish() {
        return (first == 0) != (second == 0);
    }

    /** {@code ln(second / first)} of two values of one sign. */
    double logarithmOfRatio() {
        var ratio = second / first;
        return ratio < NEAR && ratio > 1 / NEAR
                ? Math.log1p((second - first) / first)
                : Math.log(Math.abs(second)) - Math.log(Math.abs(first));
    }

    /** The logarithmic mean of two values of one sign, and of that sign; 0 when one of them is. */
    double logarithmicMean() {
        if (first == second) {
            return first;
        }
        return first == 0 || second == 0 ? 0 : delta() / logarithmOfRatio();
    }
}
