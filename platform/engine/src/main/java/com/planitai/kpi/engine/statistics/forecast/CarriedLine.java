package com.planitai.kpi.engine.statistics.forecast;

/**
 * Mean and covariance of level and slope under relative errors, times the change of one place in the season. The season
 * of a period has only changed with the errors ε of the periods of its place, each time by the factor 1 + γε, so that
 * the product to forecast is reached by x' = (F + Gε)·x·w with w = 1 + γε at those periods and 1 at the others. Its
 * moments follow from E ε² = σ², E ε⁴ = 3σ⁴, and are those of Hyndman et al. 2008, §6.4, without the matrix of all
 * places of the season.
 */
final class CarriedLine {
    private final EtsParameters parameters;
    private final double variance;
    private double level;
    private double slope;
    private double levelVariance;
    private double covariance;
    private double slopeVariance;

    CarriedLine(EtsParameters parameters, EtsState state, double variance) {
        this.parameters = parameters;
        this.variance = variance;
        level = state.level;
        slope = state.slope;
    }

    /** Of level + φ·slope, which the next period is made of. */
    double nextMean() {
        return level + parameters.phi * slope;
    }

    double nextVariance() {
        var phi = parameters.phi;
        return levelVariance + 2 * phi * covariance + phi * phi * slopeVariance;
    }

    void advance(boolean samePlace) {
        double phi = parameters.phi, alpha = parameters.alpha, beta = parameters.beta;
        var gamma = samePlace ? parameters.gamma : 0;
        double shift = gamma * variance, kept = gamma * shift;
        double moved = variance * (1 + 3 * kept), movedMean = variance * (1 + 2 * kept);
        double q = nextMean(), d = phi * slope;
        double qq = nextVariance(), dd = phi * phi * slopeVariance, qd = phi * covariance + dd;

        levelVariance = qq * (1 + kept + 4 * shift * alpha + moved * alpha * alpha)
                + q * q * (kept + 2 * shift * alpha + movedMean * alpha * alpha);
        covariance = qd * (1 + kept + 2 * shift * alpha)
                + qq * (2 * shift * beta + moved * alpha * beta)
                + q * d * (kept + shift * alpha)
                + q * q * (shift * beta + movedMean * alpha * beta);
        slopeVariance = dd * (1 + kept)
                + qd * 4 * shift * beta
                + qq * moved * beta * beta
                + d * d * kept
                + q * d * 2 * shift * beta
                + q * q * movedMean * beta * beta;
        level = q * (1 + shift * alpha);
        slope = d + shift * beta * q;
    }
}
