package com.planitai.kpi.engine.statistics.forecast;

import com.planitai.kpi.engine.statistics.Values;

/**
 * Runs a model over a series: one-step errors, states and likelihood (Hyndman et al. 2008, tables 2.2 and 2.3 and
 * §5.1). A missing value brings no error: the state moves on as forecast, and nothing is added to the likelihood.
 *
 * <p>One instance runs any number of parameters over its series, without allocation; not thread-safe.
 */
final class Innovations {
    /** What no parameters of a fit may reach; finite, so that a search can compare it. */
    static final double INFEASIBLE = 1e300;

    /** Residuals of values of magnitude 1 that are smaller on average are the arithmetic's own: a perfect fit. */
    private static final double PERFECT_FIT = 1e-12;

    private static final double LARGE_PRODUCT = 1e100;

    private final double[] values;
    private final boolean seasonMultiplicative;
    private final boolean errorMultiplicative;
    private final int length;
    private final int observed;
    private final double[] seasons;
    private double level;
    private double slope;
    private double squares;
    private double logForecasts;

    Innovations(double[] values, EtsForm form, int seasonLength) {
        this.values = values;
        this.length = seasonLength;
        seasonMultiplicative = form.isSeasonMultiplicative();
        errorMultiplicative = form.isErrorMultiplicative();
        seasons = new double[seasonLength];
        observed = Values.present(values);
    }

    int observed() {
        return observed;
    }

    /**
     * −2 × the logarithm of the likelihood, less what is the same for all models of a series: n·ln Σe², and for a
     * multiplicative error + 2·Σln|ŷ| (ibid., §5.1).
     */
    double run(EtsParameters parameters) {
        level = parameters.level;
        slope = parameters.slope;
        System.arraycopy(parameters.seasons, 0, seasons, 0, length);
        var feasible = seasonMultiplicative ? runMultiplicativeSeason(parameters) : runAdditiveSeason(parameters);
        if (!feasible) {
            return INFEASIBLE;
        }
        var floor = 2 * Math.log(PERFECT_FIT) + Math.log(observed);
        var mean = Math.log(squares) + 2 * logForecasts / observed;
        return mean < INFEASIBLE ? observed * Math.max(floor, mean) : INFEASIBLE;
    }

    private boolean runAdditiveSeason(EtsParameters parameters) {
        double alpha = parameters.alpha, beta = parameters.beta, gamma = parameters.gamma, phi = parameters.phi;
        double l = level, b = slope, sum = 0, product = 1, logarithms = 0;
        var place = 0;
        for (var value : values) {
            var damped = phi * b;
            var forecast = l + damped + seasons[place];
            l += damped;
            b = damped;
            if (!Double.isNaN(value)) {
                var error = value - forecast;
                l += alpha * error;
                b += beta * error;
                seasons[place] += gamma * error;
                if (errorMultiplicative) {
                    if (forecast <= 0) {
                        return false;
                    }
                    error /= forecast;
                    product *= forecast;
                    if (product > LARGE_PRODUCT || product < 1 / LARGE_PRODUCT) {
                        logarithms += Math.log(product);
                        product = 1;
                    }
                }
                sum += error * error;
            }
            place = place + 1 == length ? 0 : place + 1;
        }
        keep(l, b, sum, logarithms + Math.log(product));
        return true;
    }

    private boolean runMultiplicativeSeason(EtsParameters parameters) {
        double alpha = parameters.alpha, beta = parameters.beta, gamma = parameters.gamma, phi = parameters.phi;
        double l = level, b = slope, sum = 0, product = 1, logarithms = 0;
        var place = 0;
        for (var value : values) {
            var damped = phi * b;
            var trend = l + damped;
            l = trend;
            b = damped;
            if (!Double.isNaN(value)) {
                var forecast = trend * seasons[place];
                if (!(forecast > 0)) {
                    return false;
                }
                var error = value / forecast - 1;
                l += alpha * trend * error;
                b += beta * trend * error;
                seasons[place] += gamma * seasons[place] * error;
                product *= forecast;
                if (product > LARGE_PRODUCT || product < 1 / LARGE_PRODUCT) {
                    logarithms += Math.log(product);
                    product = 1;
                }
                sum += error * error;
            }
            place = place + 1 == length ? 0 : place + 1;
        }
        keep(l, b, sum, logarithms + Math.log(product));
        return true;
    }

    private void keep(double lastLevel, double lastSlope, double sumOfSquares, double sumOfLogarithms) {
        level = lastLevel;
        slope = lastSlope;
        squares = sumOfSquares;
        logForecasts = sumOfLogarithms;
    }

    /** The state after the last run, the next period's place in the season first. */
    EtsState state() {
        var next = new double[length];
        for (var i = 0; i < length; i++) {
            next[i] = seasons[(values.length + i) % length];
        }
        return new EtsState(level, slope, next);
    }

    /** Σe² of the last run, relative errors where the error is multiplicative. */
    double sumOfSquares() {
        return squares;
    }
}
