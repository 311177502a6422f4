package com.planitai.kpi.engine.statistics.forecast;

/**
 * Mean and variance of what a fitted model forecasts, exact for normal errors (Hyndman, Koehler, Ord & Snyder 2005, J.
 * Forecasting 24:17; 2008, ch. 6). One step ahead is index 0.
 */
final class ForecastMoments {
    private final EtsForm form;
    private final EtsParameters parameters;
    private final EtsState state;
    private final double variance;
    private final double[] means;
    private final double[] variances;

    ForecastMoments(EtsFit fit, int horizon) {
        form = fit.form();
        parameters = fit.parameters();
        state = fit.state();
        variance = fit.variance();
        means = new double[horizon];
        variances = new double[horizon];
        if (form.isSeasonMultiplicative()) {
            for (var step = 0; step < horizon; step++) {
                multiplicativeSeason(step);
            }
        } else {
            linearMeans();
            linearVariances();
        }
    }

    double mean(int step) {
        return means[step];
    }

    /** Infinite where the variance has grown beyond the range of a double. */
    double deviation(int step) {
        return Double.isFinite(variances[step]) ? Math.sqrt(variances[step]) : Double.POSITIVE_INFINITY;
    }

    private void linearMeans() {
        var level = state.level;
        var slope = state.slope;
        for (var step = 0; step < means.length; step++) {
            slope *= parameters.phi;
            level += slope;
            means[step] = level + season(step);
        }
    }

    private double season(int step) {
        return state.seasons[step % state.seasons.length];
    }

    /**
     * Classes 1 and 2 (2008, §6.2 and §6.3). With c_j what an error adds to the value j periods later: v_h = σ²(1 +
     * Σc_j²), or for a relative error v_h = σ²·(μ_h² + (1 + σ²)·Σc_j²θ_(h−j)), θ_h = μ_h² + σ²·Σc_j²θ_(h−j).
     */
    private void linearVariances() {
        var horizon = means.length;
        var squaredEffects = squaredEffects();
        var secondMoments = new double[horizon];
        for (var step = 0; step < horizon; step++) {
            var carried = 0.0;
            for (var lag = 1; lag <= step; lag++) {
                carried += squaredEffects[lag] * (form.isErrorMultiplicative() ? secondMoments[step - lag] : 1);
            }
            var square = means[step] * means[step];
            secondMoments[step] = square + variance * carried;
            variances[step] = form.isErrorMultiplicative()
                    ? variance * (square + (1 + variance) * carried)
                    : variance * (1 + carried);
        }
    }

    private double[] squaredEffects() {
        var effects = new double[means.length];
        var damping = 1.0;
        var damped = 0.0;
        for (var lag = 1; lag < effects.length; lag++) {
            damping *= parameters.phi;
            damped += damping;
            var season = form.hasSeason() && lag % state.seasons.length == 0 ? parameters.gamma : 0;
            var effect = parameters.alpha + parameters.beta * damped + season;
            effects[lag] = effect * effect;
        }
        return effects;
    }

    /** Class 3 (2008, §6.4): what a product of line and season is, once the line has been carried to its period. */
    private void multiplicativeSeason(int step) {
        var line = new CarriedLine(parameters, state, variance);
        for (var earlier = 0; earlier < step; earlier++) {
            line.advance((step - earlier) % state.seasons.length == 0);
        }
        var season = season(step);
        means[step] = line.nextMean() * season;
        variances[step] =
                season * season * ((1 + variance) * line.nextVariance() + variance * line.nextMean() * line.nextMean());
    }
}
