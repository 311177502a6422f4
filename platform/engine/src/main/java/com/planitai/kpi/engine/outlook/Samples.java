package com.planitai.kpi.engine.outlook;

import com.planitai.kpi.engine.statistics.forecast.ForecastPoint;
import java.util.Arrays;

/** What a KPI came to in one period, path by path. */
final class Samples {
    private static final double TAIL_80 = 0.10;
    private static final double TAIL_95 = 0.025;

    private final double[] values;
    private int count;

    Samples(int most) {
        values = new double[most];
    }

    /** A path on which there is no value says nothing. */
    void add(double value) {
        if (!Double.isNaN(value)) {
            values[count++] = value;
        }
    }

    ForecastPoint point(double mean) {
        Arrays.sort(values, 0, count);
        return new ForecastPoint(
                mean, quantile(TAIL_80), quantile(1 - TAIL_80), quantile(TAIL_95), quantile(1 - TAIL_95));
    }

    /** Definition 7 of Hyndman and Fan 1996, Am. Statistician 50:361; NaN when there is nothing. */
    private double quantile(double probability) {
        if (count == 0) {
            return Double.NaN;
        }
        var place = (count - 1) * probability;
        var below = (int) Math.floor(place);
        var above = Math.min(below + 1, count - 1);
        return values[below] + (place - below) * (values[above] - values[below]);
    }
}
