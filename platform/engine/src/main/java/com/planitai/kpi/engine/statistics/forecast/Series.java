package com.planitai.kpi.engine.statistics.forecast;

import com.planitai.kpi.engine.statistics.Scale;
import com.planitai.kpi.engine.statistics.Values;
import java.util.Arrays;

/**
 * A history as a model is fitted to it: of magnitude 1, without missing values at its ends.
 *
 * <p>A value missing inside stays missing, the model passes over it (see {@link Innovations}). Those missing at the
 * end are periods that the forecast has to bridge.
 */
final class Series {
    final Scale scale;
    final double[] values;
    final int present;

    /** Periods without a value after the last one. */
    final int elapsed;

    Series(double[] history) {
        scale = Scale.of(history);
        var scaled = scale.down(history);
        var from = 0;
        while (from < scaled.length && Double.isNaN(scaled[from])) {
            from++;
        }
        var to = scaled.length;
        while (to > from && Double.isNaN(scaled[to - 1])) {
            to--;
        }
        values = Arrays.copyOfRange(scaled, from, to);
        present = Values.present(values);
        elapsed = scaled.length - to;
    }
}
