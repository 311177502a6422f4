package com.planitai.kpi.engine.statistics.forecast;

import com.planitai.kpi.engine.statistics.Season;

/** Exponential smoothing, chosen by AICc among the admissible models (semantics, §8). Same input, same answer. */
public final class Forecaster {
    /** In periods, one leap year of days. */
    public static final int MAXIMUM_HORIZON = 366;

    private static final int REQUIRED_WITHOUT_SEASON = 10;
    private static final int REQUIRED_SEASONS = 2;
    private static final int REQUIRED_BEYOND_SEASONS = 4;

    private Forecaster() {}

    /**
     * Forecasts the periods that follow the history.
     *
     * @param history one value a period, complete periods only; what is no finite number is missing. A value missing
     *     inside brings no error to learn from, the state moves on as expected; values missing at the end widen the
     *     intervals. A season of which a place has less than two values is not modelled.
     * @param horizon in periods, 1 … {@link #MAXIMUM_HORIZON}
     */
    public static ForecastResult forecast(double[] history, Season season, int horizon) {
        if (horizon < 1 || horizon > MAXIMUM_HORIZON) {
            throw new IllegalArgumentException(
                    "A horizon has 1 to " + MAXIMUM_HORIZON + " periods, but " + horizon + " were asked for");
        }
        var series = new Series(history);
        var required = required(season);
        if (series.present < required) {
            return new ForecastResult.InsufficientHistory(required, series.present);
        }
        var values = series.values;
        var fit = ModelSelection.choose(values, season.length(), season.isCoveredBy(values));
        var model = new EtsModel(fit, series.scale, series.present, series.elapsed);
        var backtest = new RollingOrigin(values, season, fit.form(), required, horizon).run();
        return new ForecastResult.Forecasted(model, model.forecast(horizon), backtest);
    }

    /** How many values a forecast needs. */
    public static int required(Season season) {
        return season.isNone() ? REQUIRED_WITHOUT_SEASON : REQUIRED_SEASONS * season.length() + REQUIRED_BEYOND_SEASONS;
    }
}
