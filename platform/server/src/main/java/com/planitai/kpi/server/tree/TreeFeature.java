package com.planitai.kpi.server.tree;

import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.kpi.DefinitionDraft;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.snapshot.TreeSource;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Trees, as other features see them. Thread-safe. */
public final class TreeFeature {
    private final TreeRepository repository;
    private final List<Route> routes;

    private TreeFeature(TreeRepository repository, List<Route> routes) {
        this.repository = repository;
        this.routes = routes;
    }

    public static TreeFeature create(TenantDatabase database, KpiFeature kpis, SnapshotFeature snapshots, Clock clock) {
        TreeRepository repository = new TreeRepository();
        TreeRoutes trees = new TreeRoutes(new TreeService(database, kpis, repository, clock));
        EvaluationRoutes values = new EvaluationRoutes(snapshots, clock);
        return new TreeFeature(
                repository,
                Stream.concat(trees.routes().stream(), values.routes().stream()).toList());
    }

    /** For snapshots, which this feature in turn evaluates. */
    public static TreeSource source() {
        TreeRepository repository = new TreeRepository();
        return tx -> repository.all(tx).stream()
                .map(TreeRecord::declared)
                .map(TreeDeclaration::evaluated)
                .toList();
    }

    public List<Route> routes() {
        return routes;
    }

    /** Every tree, by slug. */
    public List<TreeRecord> all(TenantTransaction tx) {
        return repository.all(tx);
    }

    /** Opens changes to trees as part of a draft of definitions. */
    public TreeDraft draft(TenantTransaction tx, DefinitionDraft definitions) {
        return new TreeDraft(tx, repository, definitions);
    }
}
