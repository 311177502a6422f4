package com.planitai.kpi.engine.statistics.forecast;

import java.util.Arrays;

/**
 * Between a point without bounds, which a search moves, and the parameters of a model. The usual region (Hyndman &
 * Athanasopoulos, FPP3, §8.6: 0 < α < 1, 0 < β < α, 0 < γ < 1 − α, 0.8 ≤ φ ≤ 0.98) is the image of a logistic function;
 * the stability that a season demands beyond it is {@link Stability}. Of the places of a season one is not free: they
 * sum to 0, factors to the length (Hyndman et al. 2008, ch. 8).
 */
final class ParameterSpace {
    private static final double SMALLEST = 1e-4;
    private static final double LARGEST = 1 - SMALLEST;
    private static final double SMALLEST_PHI = 0.8;
    private static final double LARGEST_PHI = 0.98;

    private static final double STEP_OF_SMOOTHING = 1;
    private static final double STEP_OF_LEVEL = 0.05;
    private static final double STEP_OF_SLOPE = 0.01;
    private static final double STEP_OF_SEASON = 0.05;

    private final EtsForm form;
    private final int length;
    private final int smoothing;

    ParameterSpace(EtsForm form, int seasonLength) {
        this.form = form;
        length = seasonLength;
        smoothing = 1 + (form.hasTrend() ? 1 : 0) + (form.hasSeason() ? 1 : 0) + (form.isDamped() ? 1 : 0);
    }

    int dimension() {
        return smoothing + 1 + (form.hasTrend() ? 1 : 0) + (form.hasSeason() ? length - 1 : 0);
    }

    EtsParameters empty() {
        return new EtsParameters(length, form.isSeasonMultiplicative() ? 1 : 0);
    }

    /** An α from which level and season change slowly: where most searches end best. */
    double slowStart() {
        return 0.2 / length;
    }

    /** An α for series whose level moves fast, and whose likelihood has a second summit there. */
    double fastStart() {
        return form.hasSeason() ? 0.2 : 0.8;
    }

    EtsParameters start(double[] values, double alpha) {
        var parameters = empty();
        parameters.alpha = alpha;
        parameters.beta = form.hasTrend() ? SMALLEST + 0.1 * (parameters.alpha - SMALLEST) : 0;
        parameters.gamma = form.hasSeason() ? SMALLEST + 0.05 * (1 - parameters.alpha) : 0;
        parameters.phi = form.isDamped() ? 0.97 : 1;
        new InitialStates(values, form, length).write(parameters);
        return parameters;
    }

    void read(double[] point, EtsParameters parameters) {
        var at = 0;
        parameters.alpha = between(SMALLEST, LARGEST, point[at++]);
        if (form.hasTrend()) {
            parameters.beta = between(SMALLEST, parameters.alpha, point[at++]);
        }
        if (form.hasSeason()) {
            parameters.gamma = between(SMALLEST, 1 - parameters.alpha, point[at++]);
        }
        if (form.isDamped()) {
            parameters.phi = between(SMALLEST_PHI, LARGEST_PHI, point[at++]);
        }
        parameters.level = point[at++];
        if (form.hasTrend()) {
            parameters.slope = point[at++];
        }
        if (form.hasSeason()) {
            var rest = form.isSeasonMultiplicative() ? (double) length : 0.0;
            for (var place = 0; place < length - 1; place++) {
                parameters.seasons[place] = point[at++];
                rest -= parameters.seasons[place];
            }
            parameters.seasons[length - 1] = rest;
        }
    }

    double[] point(EtsParameters parameters) {
        var point = new double[dimension()];
        var at = 0;
        point[at++] = place(SMALLEST, LARGEST, parameters.alpha);
        if (form.hasTrend()) {
            point[at++] = place(SMALLEST, parameters.alpha, parameters.beta);
        }
        if (form.hasSeason()) {
            point[at++] = place(SMALLEST, 1 - parameters.alpha, parameters.gamma);
        }
        if (form.isDamped()) {
            point[at++] = place(SMALLEST_PHI, LARGEST_PHI, parameters.phi);
        }
        point[at++] = parameters.level;
        if (form.hasTrend()) {
            point[at++] = parameters.slope;
        }
        if (form.hasSeason()) {
            System.arraycopy(parameters.seasons, 0, point, at, length - 1);
        }
        return point;
    }

    /** The sides of a search's first simplex, for values of magnitude 1; a size of 1 spans what is plausible. */
    double[] sides(double size) {
        var sides = new double[dimension()];
        Arrays.fill(sides, size * STEP_OF_SEASON);
        Arrays.fill(sides, 0, smoothing, size * STEP_OF_SMOOTHING);
        sides[smoothing] = size * STEP_OF_LEVEL;
        if (form.hasTrend()) {
            sides[smoothing + 1] = size * STEP_OF_SLOPE;
        }
        return sides;
    }

    private static double between(double lower, double upper, double coordinate) {
        return lower + Math.max(0, upper - lower) / (1 + Math.exp(-coordinate));
    }

    private static double place(double lower, double upper, double value) {
        var share = Math.clamp((value - lower) / (upper - lower), SMALLEST, LARGEST);
        return Math.log(share / (1 - share));
    }
}
