package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.attribution.RateMix;
import com.planitai.kpi.engine.attribution.RateMixResult;
import com.planitai.kpi.engine.attribution.TwoPointTree;
import com.planitai.kpi.engine.evaluation.Cell;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.PointPair;
import com.planitai.kpi.engine.evaluation.SeriesQuery;
import com.planitai.kpi.engine.evaluation.SeriesResult;
import com.planitai.kpi.engine.fact.FactKind;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.server.kpi.DimensionRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A ratio's move split by the members of a dimension, schema {@code RateMix}. Used once. */
final class RateMixWire {
    private final Evaluation evaluation;
    private final Figures figures;
    private final PointPair points;
    private final DimensionRecord dimension;
    private final Map<Column, Map<String, Double>> columns = new HashMap<>();

    RateMixWire(Evaluation evaluation, Figures figures, PointPair points, DimensionRecord dimension) {
        this.evaluation = evaluation;
        this.figures = figures;
        this.points = points;
        this.dimension = dimension;
    }

    /** A KPI's values by member at one of the points. */
    private record Column(KpiCode kpi, boolean second) {}

    Map<String, @Nullable Object> of(TwoPointTree whole) {
        List<String> members =
                dimension.members().stream().map(DimensionRecord.Member::code).toList();
        KpiCode root = points.root();
        if (evaluation.graph().definition(root).isInput()) {
            return reason("NOT_A_QUOTIENT");
        }
        if (Double.isNaN(whole.value(root, false) + whole.value(root, true))) {
            return reason("UNDEFINED");
        }
        return switch (RateMix.of(root, whole, members, this::value)) {
            case RateMixResult.Decomposed effects -> decomposed(effects);
            case RateMixResult.Undefined undefined -> reason("UNDEFINED");
            case RateMixResult.NotAQuotient no -> reason("NOT_A_QUOTIENT");
            case RateMixResult.NotAdditive no -> reason("NOT_ADDITIVE");
        };
    }

    private Map<String, @Nullable Object> decomposed(RateMixResult.Decomposed effects) {
        Unit unit = figures.unit(points.root());
        PointPair.Point at = points.second();
        return figures.entry(points.root(), at.period(), at.scenario())
                .with("dimension", dimension.code())
                .number("rate", FactKind.RATE_EFFECT, effects.rate(), unit)
                .number("mix", FactKind.MIX_EFFECT, effects.mix(), unit)
                .with("uncovered", effects.uncovered())
                .with("reversal", effects.isReversal())
                .with(
                        "members",
                        effects.members().stream()
                                .map(effect -> figures.entry(
                                                points.root(),
                                                at.period(),
                                                at.scenario(),
                                                new TreeMap<>(Map.of(dimension.code(), effect.member())))
                                        .with("member", effect.member())
                                        .number("rate", FactKind.RATE_EFFECT, effect.rate(), unit)
                                        .number("mix", FactKind.MIX_EFFECT, effect.mix(), unit)
                                        .with("uncovered", effect.uncovered())
                                        .wire())
                                .toList())
                .wire();
    }

    private Map<String, @Nullable Object> reason(String code) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("dimension", dimension.code());
        wire.put("reason", code);
        return wire;
    }

    private double value(KpiCode kpi, String member, boolean second) {
        return columns.computeIfAbsent(new Column(kpi, second), this::read).getOrDefault(member, Double.NaN);
    }

    private Map<String, Double> read(Column column) {
        PointPair.Point point = column.second() ? points.second() : points.first();
        var query = new SeriesQuery(
                column.kpi(),
                point.period(),
                point.period(),
                point.scenario(),
                List.of(dimension.code()),
                point.where());
        if (!(evaluation.series(query) instanceof SeriesResult.Series series)) {
            return Map.of();
        }
        Map<String, Double> values = new HashMap<>();
        series.lines().forEach(line -> {
            Cell cell = line.cells().getFirst();
            Double value = cell.value();
            String member = line.members().get(dimension.code());
            if (value != null && member != null) {
                values.put(member, value);
            }
        });
        return values;
    }
}
