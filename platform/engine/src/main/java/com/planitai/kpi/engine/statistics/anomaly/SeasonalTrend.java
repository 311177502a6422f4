package com.planitai.kpi.engine.statistics.anomaly;

import com.planitai.kpi.engine.statistics.Season;
import java.util.Arrays;

/**
 * STL: seasonal-trend decomposition by LOESS (Cleveland, Cleveland, McRae & Terpenning 1990, J. Official Statistics
 * 6:3, §2), robust and with a season that is the same in every round. Windows, degrees and jumps are the defaults that
 * §3 derives and R's {@code stl(robust = TRUE, s.window = "periodic")} uses. A missing value takes part with weight 0.
 * Without a season only the trend's smoother runs.
 */
final class SeasonalTrend {
    /** Passes that weigh outliers down, and within each one pass over season and trend (§3). */
    private static final int ROBUST_PASSES = 15;

    /** Of the biweight: farther from the fit than this many median residuals a value has no weight (§2). */
    private static final double OUTLIER_MEDIANS = 6;

    /** Share of the series a trend without a season looks at (Cleveland 1979). */
    private static final double SHARE_OF_SERIES = 2.0 / 3;

    private static final int SHORTEST_SPAN = 3;

    private static final double EDGE = 0.001;

    private final double[] values;
    private final int count;
    private final int period;
    private final double[] weights;
    private final double[] trend;
    private final double[] seasonal;

    SeasonalTrend(double[] values, Season season) {
        this.values = values;
        count = values.length;
        period = season.length();
        weights = new double[count];
        trend = new double[count];
        seasonal = new double[count];
    }

    Decomposition decompose() {
        setWeights(Double.POSITIVE_INFINITY);
        for (var pass = 0; pass <= ROBUST_PASSES && count > 0; pass++) {
            if (pass > 0) {
                setWeights(OUTLIER_MEDIANS * medianResidual());
            }
            if (period > 1) {
                updateSeason();
            }
            updateTrend();
        }
        if (period > 1) {
            makePeriodic();
        }
        var remainder = new double[count];
        Arrays.setAll(remainder, i -> values[i] - seasonal[i] - trend[i]);
        return new Decomposition(new Season(period), trend, seasonal, remainder, parameters());
    }

    /** What the season and the trend's smoother take of the freedom of the remainder. */
    private double parameters() {
        return period - 1 + Loess.of(trendSpan(), 1).equivalentParameters(count);
    }

    /** Steps 1–4 of the inner loop: smooth each place of the season over its rounds, less what is low in frequency. */
    private void updateSeason() {
        var cycles = new double[count + 2 * period];
        var detrended = new double[Math.ceilDiv(count, period)];
        var cycleWeights = new double[detrended.length];
        for (var place = 0; place < period; place++) {
            smoothCycle(place, detrended, cycleWeights, cycles);
        }
        var low = movingAverage(movingAverage(movingAverage(cycles, period), period), 3);
        var lowPass = new double[count];
        var even = new double[count];
        Arrays.fill(even, 1);
        Loess.of(odd(period), 1).smooth(low, even, count, lowPass, 0);
        for (var i = 0; i < count; i++) {
            seasonal[i] = cycles[period + i] - lowPass[i];
        }
    }

    /** One place of the season in all rounds, and one round more on each side. */
    private void smoothCycle(int place, double[] detrended, double[] cycleWeights, double[] cycles) {
        var rounds = (count - place - 1) / period + 1;
        for (var round = 0; round < rounds; round++) {
            var i = round * period + place;
            detrended[round] = values[i] - trend[i];
            cycleWeights[round] = weights[i];
        }
        var loess = Loess.of(10 * count + 1, 0);
        var smoothed = new double[rounds + 2];
        loess.smooth(detrended, cycleWeights, rounds, smoothed, 1);
        var kernel = new double[rounds];
        var before = loess.estimate(detrended, cycleWeights, rounds, -1, 0, rounds - 1, kernel);
        smoothed[0] = Double.isNaN(before) ? smoothed[1] : before;
        var after = loess.estimate(detrended, cycleWeights, rounds, rounds, 0, rounds - 1, kernel);
        smoothed[rounds + 1] = Double.isNaN(after) ? smoothed[rounds] : after;
        for (var round = 0; round < smoothed.length; round++) {
            cycles[round * period + place] = smoothed[round];
        }
    }

    /** Steps 5 and 6 of the inner loop. */
    private void updateTrend() {
        var deseasonalised = new double[count];
        Arrays.setAll(deseasonalised, i -> values[i] - seasonal[i]);
        Loess.of(trendSpan(), 1).smooth(deseasonalised, weights, count, trend, 0);
    }

    private int trendSpan() {
        if (period == 1) {
            return Math.max(SHORTEST_SPAN, odd((int) Math.ceil(SHARE_OF_SERIES * count)));
        }
        return odd((int) Math.ceil(1.5 * period / (1 - 1.5 / (10 * count + 1))));
    }

    private double medianResidual() {
        var residuals = new double[count];
        var present = 0;
        for (var i = 0; i < count; i++) {
            if (!Double.isNaN(values[i])) {
                residuals[present++] = residual(i);
            }
        }
        return MedianResidual.of(Arrays.copyOf(residuals, present));
    }

    private double residual(int i) {
        return Math.abs(values[i] - trend[i] - seasonal[i]);
    }

    private void setWeights(double reach) {
        Arrays.setAll(weights, i -> biweight(residual(i), reach));
    }

    /** Of Tukey (§2); a missing value has no weight. */
    private static double biweight(double distance, double reach) {
        if (distance <= EDGE * reach) {
            return 1;
        }
        if (Double.isNaN(distance) || distance > (1 - EDGE) * reach) {
            return 0;
        }
        var ratio = distance / reach;
        return (1 - ratio * ratio) * (1 - ratio * ratio);
    }

    private void makePeriodic() {
        for (var place = 0; place < period; place++) {
            var sum = 0.0;
            var rounds = 0;
            for (var i = place; i < count; i += period) {
                sum += seasonal[i];
                rounds++;
            }
            for (var i = place; i < count; i += period) {
                seasonal[i] = sum / rounds;
            }
        }
    }

    private static double[] movingAverage(double[] series, int length) {
        var averages = new double[series.length - length + 1];
        var sum = 0.0;
        for (var i = 0; i < series.length; i++) {
            sum += series[i];
            if (i >= length) {
                sum -= series[i - length];
            }
            if (i >= length - 1) {
                averages[i - length + 1] = sum / length;
            }
        }
        return averages;
    }

    private static int odd(int span) {
        return span % 2 == 0 ? span + 1 : span;
    }
}
