package com.planitai.kpi.engine.statistics.forecast;

import java.util.Arrays;

/**
 * Smoothing parameters and initial states of a model; what its form does not have is neutral. Written over again and
 * again by the search for the best, hence mutable.
 */
final class EtsParameters {
    double alpha;
    double beta;
    double gamma;
    double phi = 1;
    double level;
    double slope;

    /** By the place in the season of the first period, the second, and so on. */
    final double[] seasons;

    EtsParameters(int seasonLength, double neutralSeason) {
        seasons = new double[seasonLength];
        Arrays.fill(seasons, neutralSeason);
    }
}
