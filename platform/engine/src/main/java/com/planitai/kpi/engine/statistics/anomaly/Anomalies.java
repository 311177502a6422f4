package com.planitai.kpi.engine.statistics.anomaly;

import com.planitai.kpi.engine.statistics.Scale;
import com.planitai.kpi.engine.statistics.Season;
import com.planitai.kpi.engine.statistics.Values;
import java.util.Comparator;
import java.util.List;

/** What neither trend nor season explains. */
public sealed interface Anomalies {
    /** The significance level of all anomalies of a series together. */
    double ALPHA = 0.05;

    /** Below this many values an outlier cannot be told from noise. */
    int MINIMUM_VALUES = 8;

    /**
     * @param season {@link Season#NONE} where the expected values are those of the trend alone: the series has no
     *     season, or less than two full ones
     * @param anomalies in order of time
     */
    record Found(Season season, double alpha, List<Anomaly> anomalies) implements Anomalies {
        public Found {
            anomalies = List.copyOf(anomalies);
        }
    }

    record InsufficientHistory(int required, int present) implements Anomalies {}

    /**
     * @param index of the value in the series
     * @param expected by trend and season
     * @param score the test's statistic: how many standard deviations the remainder is from the mean of those that are
     *     left without the worse anomalies
     */
    record Anomaly(int index, double value, double expected, double score) {}

    /** @param values one a period without a gap in time; NaN is missing */
    static Anomalies find(double[] values, Season season) {
        return find(values, season, ALPHA);
    }

    static Anomalies find(double[] values, Season season, double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException(
                    "A significance level lies between 0 and 1, but " + alpha + " was given");
        }
        var scale = Scale.of(values);
        var scaled = scale.down(values);
        var present = Values.present(scaled);
        if (present < MINIMUM_VALUES) {
            return new InsufficientHistory(MINIMUM_VALUES, present);
        }
        var decomposition = Decomposition.of(scaled, season);
        var anomalies = new ExtremeDeviates(decomposition.remainder(), decomposition.parameters(), alpha)
                .outliers().stream()
                        .map(outlier -> new Anomaly(
                                outlier.index(),
                                values[outlier.index()],
                                scale.up(decomposition.expected(outlier.index())),
                                outlier.statistic()))
                        .sorted(Comparator.comparingInt(Anomaly::index))
                        .toList();
        return new Found(decomposition.season(), alpha, anomalies);
    }
}
