package com.planitai.kpi.benchmark;

import com.planitai.kpi.engine.evaluation.CompiledGraph;
import com.planitai.kpi.engine.evaluation.ObservationTable;
import com.planitai.kpi.engine.model.Direction;
import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiDefinition;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.Missing;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.model.Thresholds;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.time.YearNaming;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.engine.unit.UnitType;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * As many inputs as formulas, the formulas in layers, each over one KPI of the layer below and two others: the model of the
 * benchmarks, the same on every run. The same formulas are there for a loop written by hand.
 */
final class LayeredModel {
    static final Period FIRST = Period.parse("2021-01").orElseThrow();
    static final int MONTHS = 60;
    static final int LAYERS = 20;

    /** The formulas, by kind. */
    enum Kind {
        SUM("%s + %s + %s"),
        REVENUE("%s * %s - %s"),
        MARGIN("(%s - %s) / %s"),
        WEIGHTED("0.25 * %s + %s * %s");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** @param operands places among all KPIs, inputs first */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares formulas
    record Formula(Kind kind, int[] operands) {}

    private final int inputs;
    private final List<Formula> formulas = new ArrayList<>();
    private final double[][] observed;

    LayeredModel(int kpis) {
        var random = new Random(42);
        this.inputs = kpis / 2;
        var perLayer = inputs / LAYERS;
        for (var i = 0; i < inputs; i++) {
            var layer = i / perLayer;
            var below =
                    layer == 0 ? random.nextInt(inputs) : inputs + (layer - 1) * perLayer + random.nextInt(perLayer);
            var operands = new int[] {below, random.nextInt(inputs + layer * perLayer), random.nextInt(inputs)};
            formulas.add(new Formula(Kind.values()[random.nextInt(Kind.values().length)], operands));
        }
        this.observed = new double[inputs][MONTHS];
        for (var column : observed) {
            for (var month = 0; month < MONTHS; month++) {
                column[month] = 0.5 + random.nextDouble();
            }
        }
    }

    List<Formula> formulas() {
        return formulas;
    }

    double[][] observed() {
        return observed;
    }

    List<KpiCode> codes() {
        var codes = new ArrayList<KpiCode>();
        for (var i = 0; i < 2 * inputs; i++) {
            codes.add(new KpiCode(code(i)));
        }
        return codes;
    }

    List<KpiDefinition> definitions() {
        var definitions = new ArrayList<KpiDefinition>();
        for (var i = 0; i < inputs; i++) {
            definitions.add(definition(code(i), null));
        }
        for (var i = 0; i < formulas.size(); i++) {
            var formula = formulas.get(i);
            definitions.add(definition(
                    code(inputs + i),
                    formula.kind()
                            .text
                            .formatted(
                                    code(formula.operands()[0]),
                                    code(formula.operands()[1]),
                                    code(formula.operands()[2]))));
        }
        return definitions;
    }

    KpiGraph graph() {
        return switch (KpiGraph.build(definitions(), KpiGraph.MAX_KPIS)) {
            case GraphResult.Built built -> built.graph();
            case GraphResult.Refused refused -> throw new IllegalStateException("refused: " + refused.faults());
        };
    }

    CompiledGraph compiled() {
        return new CompiledGraph(graph(), calendar());
    }

    FiscalCalendar calendar() {
        return new FiscalCalendar(ZoneId.of("Asia/Seoul"), Month.JANUARY, YearNaming.STARTS_IN);
    }

    ObservationTable observations() {
        var table = ObservationTable.builder();
        for (var i = 0; i < inputs; i++) {
            for (var month = 0; month < MONTHS; month++) {
                table.put(
                        new KpiCode(code(i)),
                        "actual",
                        Collections.emptySortedMap(),
                        FIRST.ordinal() + month,
                        observed[i][month]);
            }
        }
        return table.build();
    }

    private static String code(int place) {
        return "k" + place;
    }

    private static KpiDefinition definition(String code, @Nullable String formula) {
        return new KpiDefinition(
                new KpiCode(code),
                Unit.of(UnitType.NUMBER),
                Grain.MONTH,
                formula == null ? Rollup.SUM : Rollup.RECOMPUTE,
                null,
                Missing.NULL,
                Direction.UP,
                Thresholds.DEFAULT,
                List.of(),
                formula);
    }
}
