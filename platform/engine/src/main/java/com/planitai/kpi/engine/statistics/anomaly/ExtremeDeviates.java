package com.planitai.kpi.engine.statistics.anomaly;

import com.planitai.kpi.engine.statistics.Values;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * The generalized extreme Studentized deviate test (Rosner 1983, Technometrics 25:165, §2): takes the farthest value
 * out again and again, and calls outliers all that were taken out up to the last whose statistic exceeds its critical
 * value, so that a group of outliers does not hide its members. With room for one outlier it is the test of Grubbs.
 *
 * <p>Rosner tests a plain sample. What is left of a fit has less freedom by the fit's parameters, and counts as a
 * sample that is smaller by them; tested as a plain one, three of four faultless quarterly series would raise an alarm.
 */
final class ExtremeDeviates {
    /** At most this share of the values, and at least one, is tested. */
    private static final double LARGEST_SHARE = 0.1;

    /** A deviation this small beside values of magnitude 1 is the arithmetic's own. */
    private static final double NUMERICAL_NOISE = 1e-9;

    private final double[] values;
    private final double parameters;
    private final double alpha;
    private final boolean[] taken;
    private final int present;

    /**
     * @param values of magnitude 1 or below; NaN is missing
     * @param parameters of the fit that the values are left of, 0 for a plain sample
     */
    ExtremeDeviates(double[] values, double parameters, double alpha) {
        this.values = values;
        this.parameters = parameters;
        this.alpha = alpha;
        taken = new boolean[values.length];
        for (var i = 0; i < values.length; i++) {
            taken[i] = Double.isNaN(values[i]);
        }
        present = Values.present(values);
    }

    /** @param critical the statistic above which the value, and every one taken out before it, is an outlier */
    record Deviate(int index, double statistic, double critical) {}

    List<Deviate> outliers() {
        var deviates = deviates(Math.max(1, (int) (LARGEST_SHARE * present)));
        var outliers = 0;
        for (var i = 0; i < deviates.size(); i++) {
            if (deviates.get(i).statistic() > deviates.get(i).critical()) {
                outliers = i + 1;
            }
        }
        return deviates.subList(0, outliers);
    }

    List<Deviate> deviates(int most) {
        var deviates = new ArrayList<Deviate>();
        while (deviates.size() < most && freedom(present - deviates.size()) >= 1) {
            var left = present - deviates.size();
            var mean = mean(left);
            var farthest = farthest(mean);
            var deviation = deviation(mean, left);
            if (deviation < NUMERICAL_NOISE) {
                break;
            }
            taken[farthest] = true;
            deviates.add(new Deviate(farthest, Math.abs(values[farthest] - mean) / deviation, critical(left)));
        }
        return deviates;
    }

    private double mean(int left) {
        var sum = 0.0;
        for (var i = 0; i < values.length; i++) {
            sum += taken[i] ? 0 : values[i];
        }
        return sum / left;
    }

    private double deviation(double mean, int left) {
        var squares = 0.0;
        for (var i = 0; i < values.length; i++) {
            squares += taken[i] ? 0 : (values[i] - mean) * (values[i] - mean);
        }
        return Math.sqrt(squares / (freedom(left) + 1));
    }

    private int farthest(double mean) {
        var farthest = -1;
        for (var i = 0; i < values.length; i++) {
            if (!taken[i] && (farthest < 0 || Math.abs(values[i] - mean) > Math.abs(values[farthest] - mean))) {
                farthest = i;
            }
        }
        return farthest;
    }

    /** Rosner's λ (§2), for the value farthest out of {@code left}. */
    private double critical(int left) {
        var freedom = freedom(left);
        var quantile = new TDistribution(freedom).inverseCumulativeProbability(1 - alpha / (2 * left));
        return (freedom + 1) * quantile / Math.sqrt((freedom + quantile * quantile) * (freedom + 2));
    }

    private double freedom(int left) {
        return left - 2 - parameters;
    }
}
