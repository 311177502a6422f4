package com.planitai.kpi.engine.outlook;

import com.planitai.kpi.engine.evaluation.Column;
import com.planitai.kpi.engine.evaluation.ColumnsQuery;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.statistics.Season;
import com.planitai.kpi.engine.statistics.forecast.Backtest;
import com.planitai.kpi.engine.statistics.forecast.ForecastPoint;
import com.planitai.kpi.engine.statistics.forecast.ForecastResult;
import com.planitai.kpi.engine.statistics.forecast.Forecaster;
import com.planitai.kpi.engine.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts of a whole tree that agree with its formulas: inputs by exponential smoothing, a formula KPI by its formula
 * over its inputs' expected values. Its intervals are quantiles of what the formula gives along sample paths of the inputs
 * (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., section 5.5), which are drawn independently
 * of each other. Same input, same answer. Used once, by one thread.
 */
public final class TreeForecast {
    /** Sample paths: enough for a handful of them to lie below the 2.5 % quantile. */
    public static final int PATHS = 300;

    private static final long SEED = 0x5EED;

    private final Evaluation evaluation;
    private final KpiGraph graph;
    private final Histories histories;
    private final Season season;
    private final int horizon;
    private final Period first;
    private final Runnable progress;
    private final Map<KpiCode, ForecastResult.Forecasted> inputs = new HashMap<>();
    private final Map<KpiCode, FutureCells.Pattern> patterns = new HashMap<>();

    /**
     * @param horizon in periods, up to {@link Forecaster#MAXIMUM_HORIZON}
     * @param progress told after each of the {@link #steps}; may throw to end it all
     */
    public TreeForecast(Evaluation evaluation, Histories histories, int horizon, Runnable progress) {
        this.evaluation = evaluation;
        this.graph = evaluation.graph();
        this.histories = histories;
        this.season = Season.of(histories.last().grain());
        this.horizon = horizon;
        this.first = histories.last().plus(1);
        this.progress = progress;
    }

    /** How much there is to do at most: each KPI, and each sample path. */
    public static int steps(Histories histories) {
        return histories.kpis().size() + PATHS;
    }

    /** The periods that are forecast. */
    public List<Period> periods() {
        return IntStream.range(0, horizon).mapToObj(first::plus).toList();
    }

    /** Of every KPI of the histories, drivers before the KPIs above. */
    public Map<KpiCode, KpiForecast> run() {
        var forecasts = new LinkedHashMap<KpiCode, KpiForecast>();
        var barriers = new HashMap<KpiCode, Barriers>();
        var computed = new ArrayList<KpiCode>();
        for (var kpi : histories.kpis()) {
            var barrier = barriers(kpi, barriers, forecasts);
            barriers.put(kpi, barrier);
            if (barrier.isEmpty() && !graph.definition(kpi).isInput()) {
                computed.add(kpi);
                continue;
            }
            if (!barrier.isEmpty()) {
                forecasts.put(kpi, barrier.reason());
            }
            progress.run();
        }
        ofFormulas(computed, forecasts);
        return Collections.unmodifiableMap(forecasts);
    }

    private Barriers barriers(KpiCode kpi, Map<KpiCode, Barriers> below, Map<KpiCode, KpiForecast> forecasts) {
        if (!histories.hasGrain(kpi)) {
            return Barriers.coarse(kpi);
        }
        if (!graph.definition(kpi).isInput()) {
            return graph.references(kpi).stream()
                    .map(reference -> below.getOrDefault(reference, Barriers.NONE))
                    .reduce(Barriers.NONE, Barriers::and);
        }
        return switch (Forecaster.forecast(histories.of(kpi).values(), season, horizon)) {
            case ForecastResult.InsufficientHistory(int required, int present) ->
                Barriers.shortHistory(kpi, required, present);
            case ForecastResult.Forecasted forecasted -> {
                inputs.put(kpi, forecasted);
                patterns.put(kpi, new CellPatterns(evaluation, first, horizon).of(kpi));
                forecasts.put(kpi, ofInput(forecasted));
                yield Barriers.NONE;
            }
        };
    }

    private static KpiForecast ofInput(ForecastResult.Forecasted forecasted) {
        return new KpiForecast.Forecasted(forecasted.model().notation(), forecasted.points(), forecasted.backtest());
    }

    private @Nullable Backtest ownBacktest(KpiCode kpi) {
        return Forecaster.forecast(histories.of(kpi).values(), season, horizon)
                        instanceof ForecastResult.Forecasted forecasted
                ? forecasted.backtest()
                : null;
    }

    private void ofFormulas(List<KpiCode> computed, Map<KpiCode, KpiForecast> forecasts) {
        if (computed.isEmpty()) {
            return;
        }
        var means = columns(computed, means());
        var samples = samples(computed);
        for (var place = 0; place < computed.size(); place++) {
            var points = new ArrayList<ForecastPoint>(horizon);
            for (var step = 0; step < horizon; step++) {
                points.add(samples[place][step].point(means.get(place).value(step)));
            }
            var kpi = computed.get(place);
            forecasts.put(kpi, new KpiForecast.Forecasted(KpiForecast.FORMULA, points, ownBacktest(kpi)));
            progress.run();
        }
    }

    private Map<KpiCode, double[]> means() {
        var means = new HashMap<KpiCode, double[]>();
        inputs.forEach((kpi, forecasted) -> means.put(
                kpi,
                forecasted.points().stream().mapToDouble(ForecastPoint::mean).toArray()));
        return means;
    }

    /** [KPI][period], all paths of each. */
    private Samples[][] samples(List<KpiCode> computed) {
        var paths = new HashMap<KpiCode, double[][]>();
        inputs.forEach((kpi, forecasted) -> paths.put(
                kpi,
                forecasted.model().simulate(horizon, PATHS, SEED ^ kpi.value().hashCode())));
        var samples = new Samples[computed.size()][horizon];
        for (var ofKpi : samples) {
            for (var step = 0; step < horizon; step++) {
                ofKpi[step] = new Samples(PATHS);
            }
        }
        for (var path = 0; path < PATHS; path++) {
            var values = new HashMap<KpiCode, double[]>();
            for (var input : paths.entrySet()) {
                values.put(input.getKey(), input.getValue()[path]);
            }
            var columns = columns(computed, values);
            for (var place = 0; place < columns.size(); place++) {
                for (var step = 0; step < horizon; step++) {
                    samples[place][step].add(columns.get(place).value(step));
                }
            }
            progress.run();
        }
        return samples;
    }

    private List<Column> columns(List<KpiCode> computed, Map<KpiCode, double[]> values) {
        return evaluation
                .with(new FutureCells(evaluation.calendar(), first, values, patterns))
                .columns(new ColumnsQuery(computed, first, first.plus(horizon - 1), Histories.ACTUAL, List.of()));
    }
}
