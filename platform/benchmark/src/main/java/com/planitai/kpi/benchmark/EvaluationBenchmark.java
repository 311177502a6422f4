package com.planitai.kpi.benchmark;

import com.planitai.kpi.benchmark.LayeredModel.Formula;
import com.planitai.kpi.engine.evaluation.Column;
import com.planitai.kpi.engine.evaluation.ColumnsQuery;
import com.planitai.kpi.engine.evaluation.CompiledGraph;
import com.planitai.kpi.engine.evaluation.Evaluation;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** 10,000 KPIs, half of them formulas in 20 layers, over 60 months, from a snapshot in memory; beside the same by hand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EvaluationBenchmark {
    private static final int KPIS = 10_000;
    private static final Instant NOW = Instant.parse("2026-12-15T03:00:00Z");

    private final LayeredModel model = new LayeredModel(KPIS);
    private final CompiledGraph compiled = model.compiled();
    private final Evaluation evaluation = compiled.evaluation(model.observations(), NOW);
    private final ColumnsQuery query = new ColumnsQuery(
            model.codes(), LayeredModel.FIRST, LayeredModel.FIRST.plus(LayeredModel.MONTHS - 1), "actual", List.of());

    /** Both must mean the same. */
    @Setup
    public void compare() {
        var engine = engine();
        var byHand = byHand();
        for (var kpi = 0; kpi < KPIS; kpi++) {
            for (var month = 0; month < LayeredModel.MONTHS; month++) {
                if (Double.compare(engine.get(kpi).value(month), byHand[kpi][month]) != 0) {
                    throw new IllegalStateException("KPI %d, month %d: %s by the engine, %s by hand"
                            .formatted(kpi, month, engine.get(kpi).value(month), byHand[kpi][month]));
                }
            }
        }
    }

    @Benchmark
    public List<Column> engine() {
        return evaluation.columns(query);
    }

    /** One fused loop for each kind of formula, over arrays that lie ready, results that are no number made missing. */
    @Benchmark
    public double[][] byHand() {
        var inputs = model.observed();
        var columns = new double[KPIS][];
        System.arraycopy(inputs, 0, columns, 0, inputs.length);
        for (var i = 0; i < model.formulas().size(); i++) {
            columns[inputs.length + i] = byHand(model.formulas().get(i), columns);
        }
        return columns;
    }

    private static double[] byHand(Formula formula, double[][] columns) {
        var first = columns[formula.operands()[0]];
        var second = columns[formula.operands()[1]];
        var third = columns[formula.operands()[2]];
        var out = new double[LayeredModel.MONTHS];
        switch (formula.kind()) {
            case SUM -> {
                for (var i = 0; i < out.length; i++) {
                    out[i] = finite(finite(first[i] + second[i]) + third[i]);
                }
            }
            case REVENUE -> {
                for (var i = 0; i < out.length; i++) {
                    out[i] = finite(finite(first[i] * second[i]) - third[i]);
                }
            }
            case MARGIN -> {
                for (var i = 0; i < out.length; i++) {
                    out[i] = finite(finite(first[i] - second[i]) / third[i]);
                }
            }
            case WEIGHTED -> {
                for (var i = 0; i < out.length; i++) {
                    out[i] = finite(finite(0.25 * first[i]) + finite(second[i] * third[i]));
                }
            }
        }
        return out;
    }

    private static double finite(double value) {
        return value + value * 0;
    }
}
