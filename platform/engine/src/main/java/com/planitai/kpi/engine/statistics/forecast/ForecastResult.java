package com.planitai.kpi.engine.statistics.forecast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A forecast, or why there is none. */
public sealed interface ForecastResult {
    /** @param backtest null where the history is too short to hold a part of it back */
    record Forecasted(
            EtsModel model,
            List<ForecastPoint> points,
            @Nullable Backtest backtest) implements ForecastResult {
        public Forecasted {
            points = List.copyOf(points);
        }
    }

    /** Numbers of values. */
    record InsufficientHistory(int required, int present) implements ForecastResult {}
}
