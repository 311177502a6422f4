package com.planitai.kpi.engine.statistics.anomaly;

import com.planitai.kpi.engine.statistics.Scale;
import com.planitai.kpi.engine.statistics.Season;

/** A series as trend + season + remainder, each as long as the series. */
public final class Decomposition {
    private final Season season;
    private final double[] trend;
    private final double[] seasonal;
    private final double[] remainder;
    private final double parameters;

    Decomposition(Season season, double[] trend, double[] seasonal, double[] remainder, double parameters) {
        this.season = season;
        this.trend = trend;
        this.seasonal = seasonal;
        this.remainder = remainder;
        this.parameters = parameters;
    }

    /**
     * Robust STL with a periodic season, or, where the series has less than two full seasons or none, a robust local
     * trend alone.
     *
     * @param values one a period without a gap in time; what is no finite number is missing
     */
    public static Decomposition of(double[] values, Season season) {
        var scale = Scale.of(values);
        var claimed = season.isCoveredBy(values) ? season : Season.NONE;
        var scaled = new SeasonalTrend(scale.down(values), claimed).decompose();
        return new Decomposition(
                claimed,
                scale.up(scaled.trend),
                scale.up(scaled.seasonal),
                scale.up(scaled.remainder),
                scaled.parameters);
    }

    /** {@link Season#NONE} where no claim about a season is made; the seasonal part is then 0. */
    public Season season() {
        return season;
    }

    public double[] trend() {
        return trend.clone();
    }

    public double[] seasonal() {
        return seasonal.clone();
    }

    /** NaN where the series has no value. */
    public double[] remainder() {
        return remainder.clone();
    }

    /** What trend and season say of a period. */
    public double expected(int index) {
        return trend[index] + seasonal[index];
    }

    /** How many parameters trend and season are worth. */
    double parameters() {
        return parameters;
    }
}
