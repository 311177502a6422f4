package com.planitai.kpi.server.tree;

import com.planitai.kpi.engine.evaluation.TreeResult;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.snapshot.SnapshotTree;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The values of a tree, computed on the tenant's snapshot. */
final class EvaluationRoutes {
    private final SnapshotFeature snapshots;
    private final Clock clock;
    private final EvaluationWire wire = new EvaluationWire();

    EvaluationRoutes(SnapshotFeature snapshots, Clock clock) {
        this.snapshots = snapshots;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.get(TreeRoutes.TREE + "/evaluation", Access.VIEWER, this::evaluate));
    }

    private Answer evaluate(Call call) {
        EvaluationQuery query = EvaluationQuery.read(call);
        return snapshots.answer(call, snapshot -> evaluate(call.path("slug"), query, snapshot));
    }

    private Answer evaluate(String slug, EvaluationQuery query, TenantSnapshot snapshot) {
        SnapshotTree tree = snapshot.tree(slug).orElseThrow(TreeRoutes::notFound);
        List<Fault> unknown = query.unknown(snapshot);
        if (!unknown.isEmpty()) {
            throw Problem.of(ProblemType.INVALID_INPUT, unknown).asException();
        }
        return switch (snapshot.evaluation(clock.instant()).tree(query.of(tree))) {
            case TreeResult.Tree values -> Answer.ok(wire.bytes(slug, values, snapshot.definitions()));
            case TreeResult.DimensionNotCarried missing ->
                throw Problem.of(
                                ProblemType.INVALID_INPUT,
                                List.of(Fault.at(
                                        "where",
                                        "DIMENSION_NOT_CARRIED",
                                        Map.of(
                                                "dimension",
                                                missing.dimension(),
                                                "kpi",
                                                tree.root().value()))))
                        .asException();
        };
    }
}
