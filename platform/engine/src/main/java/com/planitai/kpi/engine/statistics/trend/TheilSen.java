package com.planitai.kpi.engine.statistics.trend;

import com.planitai.kpi.engine.statistics.Scale;
import com.planitai.kpi.engine.statistics.trend.Trend.Direction;
import java.util.Arrays;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.util.KthSelector;

/**
 * The median of the slopes between all pairs of values, its interval by the variance of Kendall's S with ties (Sen
 * 1968, J. Am. Stat. Assoc. 63:1379) and the test of Mann (1945, Econometrica 13:245) and Kendall (1975,
 * Rank Correlation Methods, ch. 4) with the correction for continuity and ties.
 */
final class TheilSen {
    private static final NormalDistribution NORMAL = new NormalDistribution();
    private static final double TWO_SIDED_95 = NORMAL.inverseCumulativeProbability(0.975);

    /** Ten years of days; of a longer series the last ones. Every pair of them is compared. */
    private static final int MOST_VALUES = 3660;

    private final Scale scale;
    private final int[] times;
    private final double[] values;
    private final int count;

    TheilSen(double[] all) {
        scale = Scale.of(all);
        var scaled = scale.down(all);
        times = new int[all.length];
        values = new double[all.length];
        var present = 0;
        for (var i = Math.max(0, all.length - MOST_VALUES); i < all.length; i++) {
            if (!Double.isNaN(scaled[i])) {
                times[present] = i;
                values[present++] = scaled[i];
            }
        }
        count = present;
    }

    Trend estimate() {
        if (count < Trend.MINIMUM_VALUES) {
            return new Trend.InsufficientHistory(Trend.MINIMUM_VALUES, count);
        }
        var slopes = new double[count * (count - 1) / 2];
        var concordance = 0L;
        var pair = 0;
        for (var later = 1; later < count; later++) {
            for (var earlier = 0; earlier < later; earlier++) {
                var difference = values[later] - values[earlier];
                concordance += (long) Math.signum(difference);
                slopes[pair++] = difference / (times[later] - times[earlier]);
            }
        }
        var deviation = Math.sqrt(varianceOfConcordance());
        var pValue = pValue(concordance, deviation);
        return new Trend.Estimated(
                scale.up(median(slopes)),
                scale.up(smallest(slopes, lowerRank(pair, deviation))),
                scale.up(smallest(slopes, upperRank(pair, deviation))),
                pValue,
                direction(concordance, pValue));
    }

    private double varianceOfConcordance() {
        var sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        var variance = pairsTerm(count);
        for (var start = 0; start < count; ) {
            var end = start + 1;
            while (end < count && sorted[end] == sorted[start]) {
                end++;
            }
            variance -= pairsTerm(end - start);
            start = end;
        }
        return variance / 18;
    }

    private static double pairsTerm(int size) {
        return (double) size * (size - 1) * (2.0 * size + 5);
    }

    private static double pValue(long concordance, double deviation) {
        if (concordance == 0 || deviation == 0) {
            return 1;
        }
        var statistic = (Math.abs(concordance) - 1) / deviation;
        return Math.min(1, 2 * NORMAL.cumulativeProbability(-statistic));
    }

    private static Direction direction(long concordance, double pValue) {
        if (pValue >= Trend.ALPHA) {
            return Direction.NONE;
        }
        return concordance > 0 ? Direction.RISING : Direction.FALLING;
    }

    /** Ranks are rounded outwards, so that the interval never covers less than it says. */
    private static int lowerRank(int pairs, double deviation) {
        var rank = (int) Math.floor((pairs - TWO_SIDED_95 * deviation) / 2);
        return Math.clamp(rank - 1, 0, pairs - 1);
    }

    private static int upperRank(int pairs, double deviation) {
        var rank = (int) Math.ceil((pairs + TWO_SIDED_95 * deviation) / 2) + 1;
        return Math.clamp(rank - 1, 0, pairs - 1);
    }

    private static double median(double[] slopes) {
        var upper = smallest(slopes, slopes.length / 2);
        return slopes.length % 2 == 1 ? upper : smallest(slopes, slopes.length / 2 - 1) / 2 + upper / 2;
    }

    private static double smallest(double[] slopes, int rank) {
        return new KthSelector().select(slopes, null, rank);
    }
}
