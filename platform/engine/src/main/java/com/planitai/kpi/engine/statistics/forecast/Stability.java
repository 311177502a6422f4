package com.planitai.kpi.engine.statistics.forecast;

/**
 * Whether a seasonal model forgets its past: all roots of its characteristic polynomial lie within the unit circle
 * (Hyndman, Akram & Archibald 2008, Ann. Inst. Stat. Math. 60:407; Hyndman et al. 2008, §10.2). Without a season
 * the usual region implies it. There the slope is not damped in the period after it was learnt; where it is, as in this
 * package, β is multiplied by φ. Decided by the recursion of Schur and Cohn on the coefficients, which needs no roots.
 * Not thread-safe.
 */
final class Stability {
    private final boolean hasTrend;
    private final int length;
    private final double[] coefficients;

    Stability(EtsForm form, int seasonLength) {
        hasTrend = form.hasTrend();
        length = seasonLength;
        coefficients = new double[seasonLength + (hasTrend ? 2 : 1)];
    }

    boolean holds(EtsParameters parameters) {
        double alpha = parameters.alpha, gamma = parameters.gamma;
        if (hasTrend) {
            var phi = parameters.phi;
            var first = alpha + parameters.beta * phi;
            var middle = first - alpha * phi;
            coefficients[0] = phi * (1 - alpha - gamma);
            coefficients[1] = middle + gamma - 1;
            for (var i = 2; i < length; i++) {
                coefficients[i] = middle;
            }
            coefficients[length] = first - phi;
            coefficients[length + 1] = 1;
        } else {
            coefficients[0] = alpha + gamma - 1;
            for (var i = 1; i < length; i++) {
                coefficients[i] = alpha;
            }
            coefficients[length] = 1;
        }
        return rootsAreWithinTheUnitCircle();
    }

    /** With the highest coefficient 1: each step divides out one degree and keeps the roots' side of the circle. */
    private boolean rootsAreWithinTheUnitCircle() {
        for (var degree = coefficients.length - 1; degree > 0; degree--) {
            var reflection = coefficients[0];
            if (Math.abs(reflection) >= 1) {
                return false;
            }
            reduce(degree, reflection, 1 - reflection * reflection);
        }
        return true;
    }

    /** c'[i − 1] = (c[i] − c[0]·c[degree − i]) ÷ (1 − c[0]²), in place, two mirrored coefficients at a time. */
    private void reduce(int degree, double reflection, double divisor) {
        for (int low = 1, high = degree - 1; low <= high; low++, high--) {
            var first = coefficients[low];
            var second = coefficients[high];
            coefficients[low] = (first - reflection * second) / divisor;
            coefficients[high] = (second - reflection * first) / divisor;
        }
        System.arraycopy(coefficients, 1, coefficients, 0, degree);
    }
}
