package com.planitai.kpi.engine.statistics.forecast;

/**
 * A form fitted to a series of magnitude 1.
 *
 * @param state after the last period
 * @param variance of the one-step errors, relative ones where the error is multiplicative (Hyndman et al. 2008, §5.1,
 *     with the estimated parameters and states as degrees of freedom)
 * @param aicc Akaike's criterion, corrected (ibid., §7.1); comparable within one series only
 */
record EtsFit(EtsForm form, EtsParameters parameters, EtsState state, double variance, double aicc) {
    boolean isFeasible() {
        return aicc < Innovations.INFEASIBLE / 2;
    }

    EtsFit betterOf(EtsFit other) {
        return other.aicc < aicc ? other : this;
    }
}
