package com.planitai.kpi.engine.statistics.forecast;

import com.planitai.kpi.engine.statistics.Scale;
import com.planitai.kpi.engine.statistics.Season;
import com.planitai.kpi.engine.statistics.Values;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Evaluation on a rolling forecast origin (Tashman 2000, Int. J. Forecasting 16:437, §3): the form stays, its parameters
 * are estimated anew at every origin from the values up to it, beginning at those of the origin before.
 */
final class RollingOrigin {
    /** Forecasts of a series are judged from at most this many of its last periods. */
    private static final int MOST_ORIGINS = 24;

    private final double[] values;
    private final Season season;
    private final EtsForm form;
    private final int required;
    private final int horizon;
    private int origins;
    private int forecasts;
    private int scaledForecasts;
    private double scaledErrors;
    private double symmetricErrors;
    private int covered;

    /**
     * @param values of magnitude 1, NaN where missing
     * @param required values before the first origin
     */
    RollingOrigin(double[] values, Season season, EtsForm form, int required, int horizon) {
        this.values = values;
        this.season = season;
        this.form = form;
        this.required = required;
        this.horizon = horizon;
    }

    @Nullable Backtest run() {
        EtsFit fit = null;
        for (var origin = Math.max(required, values.length - MOST_ORIGINS); origin < values.length; origin++) {
            var known = Arrays.copyOf(values, origin);
            if (isOrigin(known)) {
                var fitter = new EtsFitter(known, form, season.length());
                fit = fit == null ? fitter.fromSlowStart().betterOf(fitter.fromFastStart()) : fitter.update(fit);
                if (fit.isFeasible()) {
                    compare(new EtsModel(fit, new Scale(0), origin, 0), known);
                } else {
                    fit = null;
                }
            }
        }
        return forecasts == 0 ? null : result();
    }

    private boolean isOrigin(double[] known) {
        return !Double.isNaN(known[known.length - 1])
                && Values.present(known) >= required
                && (!form.hasSeason() || season.isCoveredBy(known));
    }

    private void compare(EtsModel model, double[] known) {
        origins++;
        var naiveError = naiveError(known);
        var points = model.forecast(Math.min(horizon, values.length - known.length));
        for (var step = 0; step < points.size(); step++) {
            var value = values[known.length + step];
            if (!Double.isNaN(value)) {
                add(value, points.get(step), naiveError);
            }
        }
    }

    private void add(double value, ForecastPoint point, double naiveError) {
        forecasts++;
        var error = Math.abs(value - point.mean());
        if (naiveError > 0) {
            scaledForecasts++;
            scaledErrors += error / naiveError;
        }
        symmetricErrors += error == 0 ? 0 : 2 * error / (Math.abs(value) + Math.abs(point.mean()));
        covered += value >= point.lower95() && value <= point.upper95() ? 1 : 0;
    }

    private double naiveError(double[] known) {
        var sum = 0.0;
        var pairs = 0;
        for (var i = season.length(); i < known.length; i++) {
            var difference = Math.abs(known[i] - known[i - season.length()]);
            if (!Double.isNaN(difference)) {
                sum += difference;
                pairs++;
            }
        }
        return pairs == 0 ? 0 : sum / pairs;
    }

    private Backtest result() {
        return new Backtest(
                origins,
                forecasts,
                scaledForecasts == 0 ? null : scaledErrors / scaledForecasts,
                symmetricErrors / forecasts,
                (double) covered / forecasts);
    }
}
