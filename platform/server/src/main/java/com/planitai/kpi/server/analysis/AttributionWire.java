package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.attribution.Attribution;
import com.planitai.kpi.engine.attribution.NodeContribution;
import com.planitai.kpi.engine.attribution.Obstacle;
import com.planitai.kpi.engine.attribution.TwoPointTree;
import com.planitai.kpi.engine.evaluation.Cell;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.MissingReason;
import com.planitai.kpi.engine.evaluation.PointPair;
import com.planitai.kpi.engine.evaluation.SeriesQuery;
import com.planitai.kpi.engine.evaluation.SeriesResult;
import com.planitai.kpi.engine.fact.FactKind;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.kpi.UnitDocument;
import com.planitai.kpi.server.snapshot.SnapshotTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The wire form of an attribution, schema {@code Attribution}, also of one that came to nothing. Used once. */
final class AttributionWire {
    /** KPIs whose missing values are explained one by one; the obstacle names the others too. */
    static final int MAX_EXPLAINED = 20;

    private final SnapshotTree tree;
    private final AttributionQuery query;
    private final Evaluation evaluation;
    private final Locale language;
    private final Figures figures;
    private final Figures.Entry answer;

    AttributionWire(
            SnapshotTree tree, AttributionQuery query, Evaluation evaluation, Figures figures, Locale language) {
        this.tree = tree;
        this.query = query;
        this.evaluation = evaluation;
        this.language = language;
        this.figures = figures;
        this.answer = figures.entry(tree.root(), query.period(), query.scenario())
                .with("tree", tree.slug())
                .with("kpi", tree.root().value())
                .with("unit", UnitDocument.write(figures.unit(tree.root())))
                .with("period", query.period().toString())
                .with("scenario", query.scenario())
                .with("against", query.against())
                .with("method", query.method().name().toLowerCase(Locale.ROOT))
                .with("partial", evaluation.isPartial(query.period()));
    }

    Map<String, @Nullable Object> of(
            Attribution attribution, PointPair points, @Nullable Map<String, @Nullable Object> rateMix) {
        values(points, attribution.first(), attribution.second());
        answer.with("items", items(attribution))
                .with(
                        "leaves",
                        attribution.leaves().stream()
                                .map(leaf -> part(attribution, leaf.kpi(), leaf.kept(), leaf.standardError()))
                                .toList())
                .with(
                        "nodes",
                        attribution.nodes().stream()
                                .map(node -> node(attribution, node))
                                .toList())
                .number("residual", FactKind.RESIDUAL, attribution.residual(), unit())
                .number("ownResidual", FactKind.RESIDUAL, attribution.ownResidual(), unit());
        return finished(rateMix);
    }

    /** Of a well-formed question that has no answer. */
    Map<String, @Nullable Object> of(
            Obstacle obstacle, TwoPointTree values, PointPair points, @Nullable Map<String, @Nullable Object> rateMix) {
        values(points, values.value(tree.root(), false), values.value(tree.root(), true));
        return unanswered(obstacle.code().name(), obstacle.kpis(), missing(obstacle, points), rateMix);
    }

    /** Of a comparison with a period that the calendar does not have. */
    Map<String, @Nullable Object> ofNoSuchPeriod() {
        answer.with("value", null).with("reference", null).with("delta", null);
        return unanswered(MissingReason.Code.NO_SUCH_PERIOD.name(), List.of(tree.root()), List.of(), null);
    }

    private Map<String, @Nullable Object> unanswered(
            String code,
            List<KpiCode> kpis,
            List<Map<String, Object>> missing,
            @Nullable Map<String, @Nullable Object> rateMix) {
        List<String> codes = kpis.stream().map(KpiCode::value).toList();
        Map<String, Object> obstacle = new LinkedHashMap<>();
        obstacle.put("code", code);
        obstacle.put("message", Messages.text(language, "OBSTACLE_" + code, Map.of("kpis", String.join(", ", codes))));
        obstacle.put("kpis", codes);
        obstacle.put("missing", missing);
        answer.with("items", List.of())
                .with("leaves", List.of())
                .with("nodes", List.of())
                .with("residual", null)
                .with("obstacle", obstacle);
        return finished(rateMix);
    }

    private Map<String, @Nullable Object> finished(@Nullable Map<String, @Nullable Object> rateMix) {
        if (rateMix != null) {
            answer.with("rateMix", rateMix);
        }
        return answer.with("facts", figures.wire()).wire();
    }

    private void values(PointPair points, double reference, double value) {
        PointPair.Point first = points.first();
        Figures.Subject other = new Figures.Subject(tree.root(), first.period(), first.scenario());
        answer.number("value", FactKind.VALUE, value, unit())
                .number("reference", FactKind.REFERENCE, reference, unit(), other)
                .number("delta", FactKind.DELTA, value - reference, unit());
    }

    private List<Map<String, @Nullable Object>> items(Attribution attribution) {
        return attribution.items().stream()
                .map(item -> part(attribution, item.kpi(), item.contribution(), item.standardError()))
                .toList();
    }

    private Map<String, @Nullable Object> node(Attribution attribution, NodeContribution node) {
        Figures.Entry entry = contribution(attribution, node.kpi(), node.contribution(), node.standardError())
                .with("leaf", node.leaf());
        Obstacle obstacle = node.obstacle();
        if (obstacle != null) {
            entry.with("obstacle", obstacle.code().name());
        }
        return entry.wire();
    }

    private Map<String, @Nullable Object> part(
            Attribution attribution, KpiCode kpi, double contribution, double standardError) {
        return contribution(attribution, kpi, contribution, standardError).wire();
    }

    private Figures.Entry contribution(
            Attribution attribution, KpiCode kpi, double contribution, double standardError) {
        Figures.Entry entry = figures.entry(kpi, query.period(), query.scenario())
                .with("kpi", kpi.value())
                .number("contribution", FactKind.CONTRIBUTION, contribution, unit())
                .number("share", FactKind.SHARE, attribution.share(contribution).orElse(null), Figures.SHARE);
        return standardError == 0 ? entry : entry.with("standardError", standardError);
    }

    private List<Map<String, Object>> missing(Obstacle obstacle, PointPair points) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (KpiCode kpi : obstacle.kpis().stream().limit(MAX_EXPLAINED).toList()) {
            for (PointPair.Point point : List.of(points.first(), points.second())) {
                reason(kpi, point).ifPresent(reason -> {
                    Map<String, Object> wire = new LinkedHashMap<>();
                    wire.put("kpi", kpi.value());
                    wire.put("period", point.period().toString());
                    wire.put("scenario", point.scenario());
                    wire.put("code", reason.code().name());
                    wire.put(
                            "inputs",
                            reason.inputs().stream().map(KpiCode::value).collect(Collectors.toList()));
                    found.add(wire);
                });
            }
        }
        return found;
    }

    private Optional<MissingReason> reason(KpiCode kpi, PointPair.Point point) {
        var query = new SeriesQuery(kpi, point.period(), point.period(), point.scenario(), List.of(), point.where());
        return switch (evaluation.series(query)) {
            case SeriesResult.Series series -> {
                Cell cell = series.lines().getFirst().cells().getFirst();
                yield Optional.ofNullable(cell.reason());
            }
            case SeriesResult.FinerThanGrain finer ->
                Optional.of(new MissingReason(MissingReason.Code.FINER_THAN_GRAIN, List.of(kpi)));
            case SeriesResult.DimensionNotCarried notCarried ->
                Optional.of(new MissingReason(MissingReason.Code.DIMENSION_NOT_CARRIED, List.of(kpi)));
        };
    }

    private Unit unit() {
        return figures.unit(tree.root());
    }
}
