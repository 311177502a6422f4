package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.fact.FactKind;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.outlook.KpiForecast;
import com.planitai.kpi.engine.statistics.forecast.Backtest;
import com.planitai.kpi.engine.statistics.forecast.ForecastPoint;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Forecasts on the wire, with their figures noted. Used once. */
final class ForecastSection {
    private final Figures figures;
    private final Period through;
    private final List<Period> periods;

    /** @param through the last period that the forecasts know of */
    ForecastSection(Figures figures, Period through, List<Period> periods) {
        this.figures = figures;
        this.through = through;
        this.periods = periods;
    }

    Map<String, @Nullable Object> of(KpiCode kpi, KpiForecast forecast) {
        Figures.Entry entry = figures.entry(kpi, through, ScenarioRecord.ACTUAL).with("kpi", kpi.value());
        switch (forecast) {
            case KpiForecast.Forecasted forecasted -> forecasted(entry, kpi, forecasted);
            case KpiForecast.InsufficientHistory(List<KpiCode> inputs, int required, int present) ->
                entry.with("reason", "INSUFFICIENT_HISTORY")
                        .with("kpis", codes(inputs))
                        .with("required", required)
                        .with("present", present);
            case KpiForecast.FinerThanGrain(List<KpiCode> kpis) ->
                entry.with("reason", "FINER_THAN_GRAIN").with("kpis", codes(kpis));
        }
        return entry.wire();
    }

    private void forecasted(Figures.Entry entry, KpiCode kpi, KpiForecast.Forecasted forecasted) {
        Unit unit = figures.unit(kpi);
        List<ForecastPoint> points = forecasted.points();
        entry.with("model", forecasted.model())
                .with("periods", periods.stream().map(Period::toString).toList())
                .numbers("mean", FactKind.FORECAST, periods, all(points, ForecastPoint::mean), unit)
                .numbers("lower80", FactKind.FORECAST_LOWER_80, periods, all(points, ForecastPoint::lower80), unit)
                .numbers("upper80", FactKind.FORECAST_UPPER_80, periods, all(points, ForecastPoint::upper80), unit)
                .numbers("lower95", FactKind.FORECAST_LOWER_95, periods, all(points, ForecastPoint::lower95), unit)
                .numbers("upper95", FactKind.FORECAST_UPPER_95, periods, all(points, ForecastPoint::upper95), unit);
        Backtest backtest = forecasted.backtest();
        entry.with("backtest", backtest == null ? null : backtest(kpi, backtest));
    }

    private Map<String, @Nullable Object> backtest(KpiCode kpi, Backtest backtest) {
        return figures.entry(kpi, through, ScenarioRecord.ACTUAL)
                .number("mase", FactKind.BACKTEST_MASE, backtest.mase(), Figures.PLAIN)
                .number("smape", FactKind.BACKTEST_SMAPE, backtest.smape(), Figures.SHARE)
                .number("coverage95", FactKind.BACKTEST_COVERAGE_95, backtest.coverage95(), Figures.SHARE)
                .with("origins", backtest.origins())
                .wire();
    }

    private static double[] all(List<ForecastPoint> points, ToDoubleFunction<ForecastPoint> bound) {
        return points.stream().mapToDouble(bound).toArray();
    }

    private static List<String> codes(List<KpiCode> kpis) {
        return kpis.stream().map(KpiCode::value).toList();
    }
}
