package com.planitai.kpi.engine.statistics.anomaly;

import java.util.Arrays;

/**
 * Local regression with tricube weights (Cleveland 1979, J. Am. Stat. Assoc. 74:829, §2) over the places 0 … n − 1, in
 * the form that STL uses it (Cleveland et al. 1990, J. Official Statistics 6:3, §2 and, for the steps between which it
 * interpolates, §3). A value of weight 0 is never read, so a missing one may be NaN.
 *
 * @param span how many places a window has, odd
 * @param degree 0 or 1, of the local polynomial
 * @param jump every how many places a fit is made; between them it is interpolated
 */
record Loess(int span, int degree, int jump) {
    /** Nearer than this share of the window a value has full weight; farther than one less this share, none. */
    private static final double EDGE = 0.001;

    /** A spread of places below this share of the range carries no slope. */
    private static final double LEAST_SPREAD = 0.001;

    /** A smoother whose jump is a tenth of its span, the default of Cleveland et al. */
    static Loess of(int span, int degree) {
        return new Loess(span, degree, Math.ceilDiv(span, 10));
    }

    /** Smooths the first {@code count} values into {@code smoothed}, beginning at {@code offset} there. */
    void smooth(double[] values, double[] weights, int count, double[] smoothed, int offset) {
        if (count == 1) {
            smoothed[offset] = orMean(Double.NaN, values, count, 0);
            return;
        }
        var kernel = new double[count];
        var step = Math.min(jump, count - 1);
        var left = 0;
        var last = 0;
        for (var place = 0; place < count; place += step) {
            left = left(place, count);
            smoothed[offset + place] = fit(values, weights, count, place, left, kernel);
            last = place;
        }
        if (last != count - 1) {
            smoothed[offset + count - 1] = fit(values, weights, count, count - 1, left, kernel);
        }
        if (step > 1) {
            interpolate(smoothed, offset, count, step);
        }
    }

    /** The trace of the smoother: as many parameters a line or curve of that freedom has (Cleveland & Devlin 1988). */
    double equivalentParameters(int count) {
        var weights = new double[count];
        Arrays.fill(weights, 1);
        var own = new double[count];
        var kernel = new double[count];
        var trace = 0.0;
        for (var place = 0; place < count; place++) {
            var left = left(place, count);
            own[place] = 1;
            trace += estimate(own, weights, count, place, left, Math.min(left + span, count) - 1, kernel);
            own[place] = 0;
        }
        return trace;
    }

    private int left(int place, int count) {
        return Math.clamp(place + 1 - (span + 1) / 2, 0, Math.max(0, count - span));
    }

    private static void interpolate(double[] smoothed, int offset, int count, int step) {
        for (var start = 0; start < count - 1; start += step) {
            var end = Math.min(start + step, count - 1);
            var slope = (smoothed[offset + end] - smoothed[offset + start]) / (end - start);
            for (var place = start + 1; place < end; place++) {
                smoothed[offset + place] = smoothed[offset + start] + slope * (place - start);
            }
        }
    }

    private double fit(double[] values, double[] weights, int count, int place, int left, double[] kernel) {
        var right = Math.min(left + span, count) - 1;
        return orMean(estimate(values, weights, count, place, left, right, kernel), values, count, place);
    }

    /** Where no weight is near: the value itself, or where that is missing the mean of all. */
    private static double orMean(double estimate, double[] values, int count, int place) {
        if (!Double.isNaN(estimate)) {
            return estimate;
        }
        if (!Double.isNaN(values[place])) {
            return values[place];
        }
        var sum = 0.0;
        var present = 0;
        for (var i = 0; i < count; i++) {
            if (!Double.isNaN(values[i])) {
                sum += values[i];
                present++;
            }
        }
        return present == 0 ? 0 : sum / present;
    }

    /**
     * The fit at a place, which may lie just outside of 0 … count − 1.
     *
     * @param kernel room for {@code count} weights
     * @return NaN where no value in the window has weight
     */
    double estimate(double[] values, double[] weights, int count, int place, int left, int right, double[] kernel) {
        var reach = Math.max(place - left, right - place) + (span > count ? (span - count) / 2 : 0);
        var total = 0.0;
        for (var i = left; i <= right; i++) {
            kernel[i] = weights[i] * tricube(Math.abs(i - place), reach);
            total += kernel[i];
        }
        if (total <= 0) {
            return Double.NaN;
        }
        if (degree == 1 && reach > 0) {
            tilt(kernel, total, count, place, left, right);
        }
        var estimate = 0.0;
        for (var i = left; i <= right; i++) {
            if (kernel[i] != 0) {
                estimate += kernel[i] / total * values[i];
            }
        }
        return estimate;
    }

    private static double tricube(double distance, double reach) {
        if (distance > (1 - EDGE) * reach) {
            return 0;
        }
        if (distance <= EDGE * reach) {
            return 1;
        }
        var ratio = distance / reach;
        var complement = 1 - ratio * ratio * ratio;
        return complement * complement * complement;
    }

    /** Turns the weights of a local mean into those of a local line. */
    private static void tilt(double[] kernel, double total, int count, int place, int left, int right) {
        var centre = 0.0;
        for (var i = left; i <= right; i++) {
            centre += kernel[i] / total * i;
        }
        var spread = 0.0;
        for (var i = left; i <= right; i++) {
            spread += kernel[i] / total * (i - centre) * (i - centre);
        }
        if (Math.sqrt(spread) > LEAST_SPREAD * (count - 1)) {
            var slope = (place - centre) / spread;
            for (var i = left; i <= right; i++) {
                kernel[i] *= slope * (i - centre) + 1;
            }
        }
    }
}
