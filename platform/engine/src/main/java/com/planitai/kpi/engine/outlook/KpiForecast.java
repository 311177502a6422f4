package com.planitai.kpi.engine.outlook;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.statistics.forecast.Backtest;
import com.planitai.kpi.engine.statistics.forecast.ForecastPoint;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A KPI's forecast, or why there is none. */
public sealed interface KpiForecast {
    /** What a formula KPI's forecast is made by. */
    String FORMULA = "FORMULA";

    /**
     * One point a period.
     *
     * @param model of an input in the notation of the literature; of a formula KPI {@link #FORMULA}
     * @param points NaN where the formula gives nothing
     * @param backtest of exponential smoothing on the KPI's own history; null where that is too short
     */
    record Forecasted(
            String model,
            List<ForecastPoint> points,
            @Nullable Backtest backtest) implements KpiForecast {
        public Forecasted {
            Objects.requireNonNull(model, "model");
            points = List.copyOf(points);
        }
    }

    /**
     * Of the KPI itself or of inputs below it.
     *
     * @param inputs in code order
     * @param required values for a forecast
     * @param present the fewest values that one of them has
     */
    record InsufficientHistory(List<KpiCode> inputs, int required, int present) implements KpiForecast {
        public InsufficientHistory {
            inputs = List.copyOf(inputs);
        }
    }

    /** KPIs have values by coarser periods only: the KPI itself or inputs below it, in code order. */
    record FinerThanGrain(List<KpiCode> kpis) implements KpiForecast {
        public FinerThanGrain {
            kpis = List.copyOf(kpis);
        }
    }
}
