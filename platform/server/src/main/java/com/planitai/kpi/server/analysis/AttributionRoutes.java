package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.attribution.Attribution;
import com.planitai.kpi.engine.attribution.AttributionResult;
import com.planitai.kpi.engine.attribution.Attributor;
import com.planitai.kpi.engine.attribution.Obstacle;
import com.planitai.kpi.engine.attribution.TreeSensitivity;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.MemberFilter;
import com.planitai.kpi.engine.evaluation.PointPair;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemException;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.kpi.DimensionRecord;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.server.snapshot.MemberFilters;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.snapshot.SnapshotTree;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a tree's root moved, and how it answers to each KPI below it; computed on the tenant's snapshot. */
final class AttributionRoutes {
    /** Of the samples that formulas of many drivers need: the same question has the same answer. */
    static final long SEED = 0x5EED;

    private static final String TREE = "/api/v1/trees/{slug}";

    private final SnapshotFeature snapshots;
    private final Clock clock;

    AttributionRoutes(SnapshotFeature snapshots, Clock clock) {
        this.snapshots = snapshots;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get(TREE + "/attribution", Access.VIEWER, this::attribute),
                Route.get(TREE + "/sensitivity", Access.VIEWER, this::sensitivity));
    }

    private Answer attribute(Call call) {
        AttributionQuery query = AttributionQuery.read(call);
        return snapshots.answer(call, snapshot -> {
            SnapshotTree tree = tree(call, snapshot);
            query.check(snapshot, tree.root());
            return Answer.ok(attribute(tree, query, snapshot, call.language()));
        });
    }

    private Map<String, @Nullable Object> attribute(
            SnapshotTree tree, AttributionQuery query, TenantSnapshot snapshot, Locale language) {
        Evaluation evaluation = snapshot.evaluation(clock.instant());
        Figures figures = new Figures(snapshot.graph());
        AttributionWire wire = new AttributionWire(tree, query, evaluation, figures, language);
        PointPair points = query.points(tree.root()).orElse(null);
        if (points == null) {
            return wire.ofNoSuchPeriod();
        }
        var values = evaluation.points(points);
        DimensionRecord dimension = query.dimension() == null
                ? null
                : snapshot.definitions().dimensions().get(query.dimension());
        Map<String, @Nullable Object> rateMix =
                dimension == null ? null : new RateMixWire(evaluation, figures, points, dimension).of(values);
        return switch (new Attributor(snapshot.graph(), query.method(), SEED).attribute(tree.root(), values)) {
            case AttributionResult.Attributed(Attribution attribution) -> wire.of(attribution, points, rateMix);
            case AttributionResult.Refused(Obstacle obstacle) -> {
                if (isOfTheMethod(obstacle.code())) {
                    throw refused(obstacle);
                }
                yield wire.of(obstacle, values, points, rateMix);
            }
        };
    }

    /** What another method would answer is the question's fault; what no method can is an answer. */
    private static boolean isOfTheMethod(Obstacle.Code code) {
        return switch (code) {
            case NOT_A_PRODUCT, ROLLED_UP, SIGN_CHANGE -> true;
            case NO_FORMULA, VALUE_MISSING, DRIVER_MISSING, FORMULA_UNDEFINED, NO_SLOPE, OUT_OF_RANGE -> false;
        };
    }

    private static ProblemException refused(Obstacle obstacle) {
        String kpis = obstacle.kpis().stream().map(KpiCode::value).collect(Collectors.joining(", "));
        return Problem.of(
                        ProblemType.INVALID_INPUT,
                        List.of(Fault.at("method", "OBSTACLE_" + obstacle.code().name(), Map.of("kpis", kpis))))
                .asException();
    }

    private Answer sensitivity(Call call) {
        Parameters parameters = call.parameters();
        Period period = parameters.required("period", Names.PERIODS, Period::parse);
        List<MemberFilter> where = MemberFilters.read(call, parameters);
        parameters.check();
        if (period == null) {
            throw new IllegalStateException("a missing period passed the check");
        }
        String scenario = call.query("scenario").orElse(ScenarioRecord.ACTUAL);
        return snapshots.answer(call, snapshot -> {
            SnapshotTree tree = tree(call, snapshot);
            Names names = new Names(snapshot);
            names.scenario("scenario", scenario);
            names.grain("period", tree.root(), period.grain());
            names.filters(where, tree.root());
            names.check();
            PointPair.Point point = new PointPair.Point(period, scenario, where);
            return Answer.ok(sensitivity(tree, point, snapshot));
        });
    }

    private Map<String, Object> sensitivity(SnapshotTree tree, PointPair.Point point, TenantSnapshot snapshot) {
        Evaluation evaluation = snapshot.evaluation(clock.instant());
        var values = evaluation.points(new PointPair(tree.root(), point, point));
        return SensitivityWire.of(
                tree, point, evaluation, values, TreeSensitivity.of(snapshot.graph(), tree.root(), values));
    }

    private static SnapshotTree tree(Call call, TenantSnapshot snapshot) {
        return snapshot.tree(call.path("slug"))
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND).asException());
    }
}
