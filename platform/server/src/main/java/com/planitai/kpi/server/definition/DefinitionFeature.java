package com.planitai.kpi.server.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.tree.TreeFeature;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Applies whole documents of definitions, as other features see it. Thread-safe. */
public final class DefinitionFeature {
    private final DefinitionService service;

    private DefinitionFeature(DefinitionService service) {
        this.service = service;
    }

    public static DefinitionFeature create(TenantDatabase database, KpiFeature kpis, TreeFeature trees, Clock clock) {
        return new DefinitionFeature(new DefinitionService(database, kpis, trees, clock));
    }

    public List<Route> routes() {
        return new DefinitionRoutes(service).routes();
    }

    /** Applies a document that holds to the schema {@code Definition}, in the caller's transaction. */
    public Applied apply(TenantTransaction tx, @Nullable UUID actor, JsonNode document, ApplyOptions options) {
        return service.apply(tx, actor, document, options);
    }

    /** What is answered to an apply: 200, or 422 where a real run has problems. */
    public static Answer answer(Applied applied, boolean dryRun, Locale language) {
        return AppliedWire.answer(applied, dryRun, language);
    }
}
