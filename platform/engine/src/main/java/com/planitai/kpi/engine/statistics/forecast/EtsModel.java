package com.planitai.kpi.engine.statistics.forecast;

import com.planitai.kpi.engine.statistics.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hipparchus.distribution.continuous.NormalDistribution;

/** A fitted exponential smoothing model of one series, in the series' own unit. Immutable. */
public final class EtsModel {
    private static final NormalDistribution NORMAL = new NormalDistribution();
    private static final double QUANTILE_80 = NORMAL.inverseCumulativeProbability(0.90);
    private static final double QUANTILE_95 = NORMAL.inverseCumulativeProbability(0.975);

    private final EtsFit fit;
    private final Scale scale;
    private final int observed;
    private final int elapsed;

    /**
     * @param observed values that were fitted
     * @param elapsed periods without a value at the end of the series, between the model's state and the first forecast
     */
    EtsModel(EtsFit fit, Scale scale, int observed, int elapsed) {
        this.fit = fit;
        this.scale = scale;
        this.observed = observed;
        this.elapsed = elapsed;
    }

    /** As the literature writes it: {@code ETS(M,Ad,M)}. */
    public String notation() {
        return fit.form().notation();
    }

    /** Akaike's criterion, corrected, with the constant of R's {@code forecast::ets}; comparable within one series only. */
    public double aicc() {
        return fit.aicc() + 2.0 * observed * scale.exponent() * Math.log(2);
    }

    List<ForecastPoint> forecast(int horizon) {
        var moments = new ForecastMoments(fit, elapsed + horizon);
        var points = new ArrayList<ForecastPoint>(horizon);
        for (var step = elapsed; step < elapsed + horizon; step++) {
            var mean = moments.mean(step);
            var deviation = moments.deviation(step);
            points.add(new ForecastPoint(
                    scale.up(mean),
                    scale.up(mean - QUANTILE_80 * deviation),
                    scale.up(mean + QUANTILE_80 * deviation),
                    scale.up(mean - QUANTILE_95 * deviation),
                    scale.up(mean + QUANTILE_95 * deviation)));
        }
        return points;
    }

    /**
     * Futures drawn from the model with normal errors; a relative error below −1 counts as −1, so that a positive series
     * stays one (Hyndman et al. 2008, §6.1).
     *
     * @return [path][period]
     */
    public double[][] simulate(int horizon, int paths, long seed) {
        var random = new Random(seed);
        var futures = new double[paths][];
        for (var path = 0; path < paths; path++) {
            futures[path] = path(horizon, random);
        }
        return futures;
    }

    private double[] path(int horizon, Random random) {
        var form = fit.form();
        var parameters = fit.parameters();
        var deviation = Math.sqrt(fit.variance());
        var seasons = fit.state().seasons.clone();
        var level = fit.state().level;
        var slope = fit.state().slope;
        var values = new double[horizon];
        for (var step = 0; step < elapsed + horizon; step++) {
            var place = step % seasons.length;
            slope *= parameters.phi;
            level += slope;
            var expected = form.isSeasonMultiplicative() ? level * seasons[place] : level + seasons[place];
            var error = deviation * random.nextGaussian();
            if (form.isErrorMultiplicative()) {
                error = Math.max(-1, error) * expected;
            }
            if (step >= elapsed) {
                values[step - elapsed] = scale.up(expected + error);
            }
            var line = level;
            var onLine = form.isSeasonMultiplicative() ? quotient(error, seasons[place]) : error;
            level += parameters.alpha * onLine;
            slope += parameters.beta * onLine;
            seasons[place] += parameters.gamma * (form.isSeasonMultiplicative() ? quotient(error, line) : error);
        }
        return values;
    }

    /** A line or a season that has come to nothing stays there. */
    private static double quotient(double error, double factor) {
        return factor == 0 ? 0 : error / factor;
    }
}
