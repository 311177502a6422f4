package com.planitai.kpi.benchmark;

import com.planitai.kpi.engine.attribution.AttributionMethod;
import com.planitai.kpi.engine.attribution.AttributionResult;
import com.planitai.kpi.engine.attribution.Attributor;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.PointPair;
import com.planitai.kpi.engine.evaluation.TreeQuery;
import com.planitai.kpi.engine.evaluation.TreeResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.statistics.Season;
import com.planitai.kpi.engine.statistics.forecast.ForecastResult;
import com.planitai.kpi.engine.statistics.forecast.Forecaster;
import com.planitai.kpi.engine.time.Grain;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a person asks of one KPI on top of 1,000 others: its tree with two comparisons; why it moved since the month before,
 * by Shapley down to the leaves; and an ETS forecast with its backtest of 11 years of seasonal months.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AnalysisBenchmark {
    private static final int KPIS = 1_000;
    private static final int HISTORY_MONTHS = 132;
    private static final int HORIZON_MONTHS = 12;
    private static final long SEED = 7;

    private final LayeredModel model = new LayeredModel(KPIS);
    private final Evaluation evaluation =
            model.compiled().evaluation(model.observations(), Instant.parse("2026-12-15T03:00:00Z"));
    private final KpiCode root = model.codes().getLast();
    private final TreeQuery tree = new TreeQuery(
            root,
            List.of(),
            LayeredModel.FIRST.plus(LayeredModel.MONTHS - 1),
            "actual",
            List.of(TreeQuery.PREVIOUS, TreeQuery.SAME_PERIOD_LAST_YEAR),
            List.of());
    private final PointPair months = new PointPair(
            root,
            new PointPair.Point(LayeredModel.FIRST.plus(LayeredModel.MONTHS - 2), "actual", List.of()),
            new PointPair.Point(LayeredModel.FIRST.plus(LayeredModel.MONTHS - 1), "actual", List.of()));
    private final double[] history = history();

    private static double[] history() {
        var random = new Random(SEED);
        var history = new double[HISTORY_MONTHS];
        for (var month = 0; month < history.length; month++) {
            var season = 1 + 0.3 * Math.sin(2 * Math.PI * month / 12);
            history[month] = (100 + 2 * month) * season * (1 + 0.05 * random.nextGaussian());
        }
        return history;
    }

    @Benchmark
    public TreeResult tree() {
        return evaluation.tree(tree);
    }

    @Benchmark
    public AttributionResult attribution() {
        return new Attributor(evaluation.graph(), AttributionMethod.SHAPLEY, SEED)
                .attribute(root, evaluation.points(months));
    }

    @Benchmark
    public ForecastResult forecast() {
        return Forecaster.forecast(history, Season.of(Grain.MONTH), HORIZON_MONTHS);
    }
}
