package com.planitai.kpi.benchmark;

import com.planitai.kpi.engine.evaluation.Column;
import com.planitai.kpi.engine.evaluation.ColumnsQuery;
import com.planitai.kpi.engine.evaluation.CompiledGraph;
import com.planitai.kpi.engine.evaluation.ObservationTable;
import com.planitai.kpi.engine.expression.ParsedFormula;
import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.model.KpiDefinition;
import com.planitai.kpi.engine.model.KpiGraph;
import java.time.Instant;
import java.util.List;
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

/** From text to something that runs: one formula parsed; 1,000 KPIs checked; the same compiled and run for the first time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DefinitionBenchmark {
    private static final int KPIS = 1_000;
    private static final Instant NOW = Instant.parse("2026-12-15T03:00:00Z");
    private static final String FORMULA =
            "if(visits > 0, (orders - coalesce(returns, 0)) * price / visits, 0) - prev(rolling_avg(costs, 3), 12)";

    private final LayeredModel model = new LayeredModel(KPIS);
    private final List<KpiDefinition> definitions = model.definitions();
    private final KpiGraph graph = model.graph();
    private final ObservationTable observations = model.observations();
    private final ColumnsQuery month =
            new ColumnsQuery(model.codes(), LayeredModel.FIRST, LayeredModel.FIRST, "actual", List.of());

    @Benchmark
    public ParsedFormula parse() {
        return ParsedFormula.parse(FORMULA);
    }

    @Benchmark
    public GraphResult check() {
        return KpiGraph.build(definitions, KpiGraph.MAX_KPIS);
    }

    @Benchmark
    public List<Column> compileAndRunOnce() {
        return new CompiledGraph(graph, model.calendar())
                .evaluation(observations, NOW)
                .columns(month);
    }
}
