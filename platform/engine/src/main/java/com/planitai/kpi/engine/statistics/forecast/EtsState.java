package com.planitai.kpi.engine.statistics.forecast;

/** Where a model stands after the last period of its series. */
final class EtsState {
    final double level;
    final double slope;

    /** The next period's first. */
    final double[] seasons;

    EtsState(double level, double slope, double[] seasons) {
        this.level = level;
        this.slope = slope;
        this.seasons = seasons;
    }
}
