package com.planitai.kpi.server.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.kpi.DefinitionChange;
import com.planitai.kpi.server.kpi.DefinitionDraft;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.tree.TreeDraft;
import com.planitai.kpi.server.tree.TreeFeature;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Exports and applies documents. */
final class DefinitionService {
    private final TenantDatabase database;
    private final KpiFeature kpis;
    private final TreeFeature trees;
    private final Clock clock;

    DefinitionService(TenantDatabase database, KpiFeature kpis, TreeFeature trees, Clock clock) {
        this.database = database;
        this.kpis = kpis;
        this.trees = trees;
        this.clock = clock;
    }

    ObjectNode export(TenantId tenant) {
        return database.reading(tenant, new DefinitionExport(kpis, trees)::document);
    }

    Applied apply(TenantId tenant, @Nullable UUID actor, JsonNode document, ApplyOptions options) {
        return database.inTransaction(tenant, tx -> apply(tx, actor, document, options));
    }

    Applied apply(TenantTransaction tx, @Nullable UUID actor, JsonNode document, ApplyOptions options) {
        DefinitionDraft definitions = kpis.draft(tx);
        TreeDraft views = trees.draft(tx, definitions);
        DocumentReading reading = new DocumentReading(definitions, views);
        reading.read(document, options.prune());
        List<Fault> problems = new ArrayList<>(reading.faults());
        switch (definitions.check(options.confirmed())) {
            case DefinitionDraft.Verdict.Sound sound -> {}
            case DefinitionDraft.Verdict.Faulty faulty -> problems.addAll(reading.withoutEchoes(faulty.faults()));
        }
        problems.addAll(reading.withoutEchoes(views.check()));
        List<DefinitionChange> changes = new ArrayList<>(definitions.changes());
        changes.addAll(views.changes());
        boolean written =
                problems.isEmpty() && !options.dryRun() && !changes.stream().allMatch(DefinitionChange::changesNothing);
        OptionalLong version = written
                ? OptionalLong.of(definitions.write(actor, raised -> views.write(actor, clock.instant())))
                : OptionalLong.empty();
        return new Applied(changes, problems, version);
    }
}
