package com.planitai.kpi.engine.statistics.forecast;

import java.util.Arrays;

/**
 * Where the search for the initial states begins (Hyndman, Koehler, Snyder & Grose 2002, Int. J. Forecasting 18:439,
 * §2.5; 2008, §2.6.1): a classical decomposition gives the season, a regression on the first seasonally adjusted
 * values the level and the slope.
 */
final class InitialStates {
    private static final int FIRST_VALUES = 10;

    /** No multiplicative season begins at nothing. */
    private static final double SMALLEST_FACTOR = 0.01;

    private final double[] values;
    private final EtsForm form;
    private final int length;

    InitialStates(double[] values, EtsForm form, int seasonLength) {
        this.values = values;
        this.form = form;
        length = seasonLength;
    }

    void write(EtsParameters parameters) {
        var adjusted = values;
        if (form.hasSeason()) {
            var seasons = seasons();
            System.arraycopy(seasons, 0, parameters.seasons, 0, length);
            adjusted = new double[values.length];
            for (var i = 0; i < values.length; i++) {
                var season = seasons[i % length];
                adjusted[i] = form.isSeasonMultiplicative() ? values[i] / season : values[i] - season;
            }
        }
        writeLine(adjusted, parameters);
    }

    private double[] seasons() {
        var sums = new double[length];
        var counts = new int[length];
        for (var i = length / 2; i + length / 2 < values.length; i++) {
            var trend = centredAverage(i);
            if (!Double.isNaN(values[i]) && !Double.isNaN(trend) && (!form.isSeasonMultiplicative() || trend > 0)) {
                sums[i % length] += form.isSeasonMultiplicative() ? values[i] / trend : values[i] - trend;
                counts[i % length]++;
            }
        }
        var neutral = form.isSeasonMultiplicative() ? 1.0 : 0.0;
        var seasons = new double[length];
        Arrays.setAll(seasons, place -> counts[place] == 0 ? neutral : sums[place] / counts[place]);
        if (form.isSeasonMultiplicative()) {
            Arrays.setAll(seasons, place -> Math.max(seasons[place], SMALLEST_FACTOR));
        }
        var mean = Arrays.stream(seasons).average().orElse(neutral);
        Arrays.setAll(seasons, place -> form.isSeasonMultiplicative() ? seasons[place] / mean : seasons[place] - mean);
        return seasons;
    }

    /** A full season around a period; with an even length the two ends count half. Missing values are left out. */
    private double centredAverage(int centre) {
        var half = length / 2;
        var sum = 0.0;
        var weights = 0.0;
        for (var i = centre - half; i <= centre + half; i++) {
            var weight = length % 2 == 0 && Math.abs(i - centre) == half ? 0.5 : 1;
            if (!Double.isNaN(values[i])) {
                sum += weight * values[i];
                weights += weight;
            }
        }
        return weights == 0 ? Double.NaN : sum / weights;
    }

    private void writeLine(double[] adjusted, EtsParameters parameters) {
        var count = Math.min(Math.max(FIRST_VALUES, 2 * length), adjusted.length);
        var present = 0;
        double sumTime = 0, sumValue = 0, sumSquares = 0, sumProducts = 0;
        for (var i = 0; i < count; i++) {
            if (!Double.isNaN(adjusted[i])) {
                present++;
                sumTime += i + 1;
                sumValue += adjusted[i];
                sumSquares += (i + 1.0) * (i + 1);
                sumProducts += (i + 1) * adjusted[i];
            }
        }
        var mean = sumValue / present;
        parameters.level = mean;
        parameters.slope = 0;
        var spread = sumSquares - sumTime * sumTime / present;
        if (form.hasTrend() && spread > 0) {
            parameters.slope = (sumProducts - sumTime * mean) / spread;
            parameters.level = mean - parameters.slope * sumTime / present;
        }
        if (form.isErrorMultiplicative() && parameters.level + parameters.slope <= 0) {
            parameters.level = mean;
            parameters.slope = 0;
        }
    }
}
