package com.planitai.kpi.server.kpi;

import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a tenant defines, as other features see it. Thread-safe; everything happens in the transaction it is given. */
public final class KpiFeature {
    private final DefinitionStore store;
    private final KpiService service;
    private final DimensionService dimensions;

    private KpiFeature(DefinitionStore store, KpiService service, DimensionService dimensions) {
        this.store = store;
        this.service = service;
        this.dimensions = dimensions;
    }

    /** @param batchIds names the batch in which a deleted KPI's observations are withdrawn; must not repeat */
    public static KpiFeature create(TenantDatabase database, Clock clock, Supplier<UUID> batchIds) {
        DefinitionStore store = DefinitionStore.create(clock, batchIds);
        return new KpiFeature(store, new KpiService(database, store), new DimensionService(database, store));
    }

    public List<Route> routes() {
        return Stream.of(new KpiRoutes(service).routes(), new DimensionRoutes(dimensions).routes())
                .flatMap(List::stream)
                .toList();
    }

    /** Every KPI, by code. */
    public List<KpiRecord> all(TenantTransaction tx) {
        return store.kpis().all(tx);
    }

    /** The KPIs that there were at an instant, as they were defined then, by code. */
    public List<KpiRecord> asOf(TenantTransaction tx, Instant at) {
        return store.versions().asOf(tx, at);
    }

    public Optional<KpiRecord> find(TenantTransaction tx, KpiCode code) {
        return store.kpis().find(tx, code);
    }

    /** Every dimension with its members, by code. */
    public List<DimensionRecord> dimensions(TenantTransaction tx) {
        return store.dimensions().all(tx);
    }

    /** Every scenario, by code. */
    public List<ScenarioRecord> scenarios(TenantTransaction tx) {
        return store.scenarios().all(tx);
    }

    /** The graph of all KPIs; what is saved has been checked, so a refusal here means that the engine's rules have changed. */
    public GraphResult graph(TenantTransaction tx) {
        return graph(all(tx));
    }

    /** The same, of KPIs that have been read before. */
    public static GraphResult graph(List<KpiRecord> kpis) {
        return KpiGraph.build(kpis.stream().map(KpiRecord::definition).toList());
    }

    /** Opens a draft of changes, and with it the only one of the tenant until the transaction ends. */
    public DefinitionDraft draft(TenantTransaction tx) {
        return service.draft(tx);
    }

    /**
     * Until the transaction ends no definition changes: for those who write numbers by what they read here. Call it before
     * anything else in the transaction.
     */
    public void holdDefinitions(TenantTransaction tx) {
        DefinitionLock.shared(tx);
    }

    /** The name of the lock that {@link #holdDefinitions} takes, for a statement that takes it on its own way. */
    public static String definitionLock(TenantId tenant) {
        return DefinitionLock.name(tenant);
    }
}
