package com.planitai.kpi.engine;

import com.planitai.kpi.engine.model.DatedFormula;
import com.planitai.kpi.engine.model.Direction;
import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiDefinition;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.Missing;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.model.Thresholds;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.engine.unit.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Definitions as tests want to write them. */
public record Kpis(KpiDefinition definition) {
    public static final Unit COUNT = Unit.of(UnitType.COUNT);
    public static final Unit NUMBER = Unit.of(UnitType.NUMBER);
    public static final Unit PERCENT = Unit.of(UnitType.PERCENT);
    public static final Unit DURATION = Unit.of(UnitType.DURATION);
    public static final Unit KRW = Unit.currency("KRW");
    public static final Unit JPY = Unit.currency("JPY");

    public static Kpis input(String code, Unit unit) {
        return kpi(code, unit, null);
    }

    public static Kpis formula(String code, Unit unit, String formula) {
        return kpi(code, unit, formula);
    }

    private static Kpis kpi(String code, Unit unit, @Nullable String formula) {
        return new Kpis(new KpiDefinition(
                new KpiCode(code),
                unit,
                Grain.MONTH,
                null,
                null,
                Missing.NULL,
                Direction.UP,
                Thresholds.DEFAULT,
                List.of(),
                formula));
    }

    public Kpis rollup(Rollup rollup) {
        return with(
                definition.grain(), rollup, definition.memberRollup(), definition.missing(), definition.dimensions());
    }

    public Kpis memberRollup(Rollup rollup) {
        return with(definition.grain(), definition.rollup(), rollup, definition.missing(), definition.dimensions());
    }

    public Kpis grain(Grain grain) {
        return with(
                grain, definition.rollup(), definition.memberRollup(), definition.missing(), definition.dimensions());
    }

    public Kpis missing(Missing missing) {
        return with(
                definition.grain(), definition.rollup(), definition.memberRollup(), missing, definition.dimensions());
    }

    public Kpis by(String... dimensions) {
        return with(
                definition.grain(),
                definition.rollup(),
                definition.memberRollup(),
                definition.missing(),
                List.of(dimensions));
    }

    public Kpis direction(Direction direction) {
        var d = definition;
        return new Kpis(new KpiDefinition(
                d.code(),
                d.unit(),
                d.grain(),
                d.rollup(),
                d.memberRollup(),
                d.missing(),
                direction,
                d.thresholds(),
                d.dimensions(),
                d.formula()));
    }

    /** With another formula from a month on. Comes last. */
    public Kpis since(String month, String formula) {
        var d = definition;
        var formulas = new ArrayList<>(d.formulas());
        formulas.add(new DatedFormula(Period.parse(month).orElseThrow().ordinal(), formula));
        return new Kpis(new KpiDefinition(
                d.code(),
                d.unit(),
                d.grain(),
                d.rollup(),
                d.memberRollup(),
                d.missing(),
                d.direction(),
                d.thresholds(),
                d.dimensions(),
                formulas,
                d.proration()));
    }

    private Kpis with(
            Grain grain,
            @Nullable Rollup rollup,
            @Nullable Rollup memberRollup,
            Missing missing,
            List<String> dimensions) {
        var d = definition;
        return new Kpis(new KpiDefinition(
                d.code(),
                d.unit(),
                grain,
                rollup,
                memberRollup,
                missing,
                d.direction(),
                d.thresholds(),
                dimensions,
                d.formula()));
    }

    public static GraphResult build(Kpis... kpis) {
        return KpiGraph.build(Arrays.stream(kpis).map(Kpis::definition).toList());
    }

    public static GraphResult.Built built(Kpis... kpis) {
        return switch (build(kpis)) {
            case GraphResult.Built built -> built;
            case GraphResult.Refused refused -> throw new AssertionError("refused: " + refused.faults());
        };
    }

    public static KpiGraph graph(Kpis... kpis) {
        return built(kpis).graph();
    }
}
