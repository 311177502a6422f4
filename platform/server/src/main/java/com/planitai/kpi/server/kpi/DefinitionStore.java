package com.planitai.kpi.server.kpi;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.kpi.DefinitionChange.Action;
import com.planitai.kpi.server.kpi.DefinitionChange.Kind;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The repositories together, and what is written to them in which order. */
record DefinitionStore(
        KpiRepository kpis,
        KpiVersionRepository versions,
        DimensionRepository dimensions,
        ScenarioRepository scenarios,
        Clock clock,
        Supplier<UUID> batchIds) {

    static DefinitionStore create(Clock clock, Supplier<UUID> batchIds) {
        return new DefinitionStore(
                new KpiRepository(),
                new KpiVersionRepository(),
                new DimensionRepository(),
                new ScenarioRepository(),
                clock,
                batchIds);
    }

    Definitions read(TenantTransaction tx) {
        return Definitions.of(kpis.all(tx), dimensions.all(tx), scenarios.all(tx));
    }

    void writeDimensions(TenantTransaction tx, List<DefinitionChange> changes, Map<String, DimensionRecord> wanted) {
        for (DefinitionChange change : changes) {
            DimensionRecord dimension = wanted.get(change.code());
            if (dimension != null && change.action() == Action.CREATE) {
                dimensions.insert(tx, dimension);
            } else if (dimension != null) {
                dimensions.update(tx, dimension);
            }
        }
    }

    void writeScenarios(TenantTransaction tx, List<DefinitionChange> changes, Map<String, ScenarioRecord> wanted) {
        for (DefinitionChange change : changes) {
            ScenarioRecord scenario = wanted.get(change.code());
            if (scenario != null && change.action() == Action.CREATE) {
                scenarios.insert(tx, scenario);
            } else if (scenario != null) {
                scenarios.update(tx, scenario);
            }
        }
    }

    void writeKpis(
            TenantTransaction tx,
            List<DefinitionChange> changes,
            Map<KpiCode, KpiDeclaration> wanted,
            @Nullable UUID actor) {
        Instant now = clock.instant();
        List<KpiDeclaration> created = declarations(changes, Action.CREATE, wanted);
        List<KpiDeclaration> updated = declarations(changes, Action.UPDATE, wanted);
        kpis.insert(tx, created, now);
        kpis.update(tx, updated, now);
        versions.keep(tx, created, now, actor);
        versions.keep(tx, updated, now, actor);
    }

    void delete(TenantTransaction tx, List<DefinitionChange> changes, long version, @Nullable UUID actor) {
        List<KpiCode> codes =
                deleted(changes, Kind.KPI).stream().map(KpiCode::new).toList();
        Instant now = clock.instant();
        versions.keepDeletion(tx, codes, now, actor);
        kpis.delete(tx, codes, batchIds.get(), version, now, actor);
        dimensions.delete(tx, deleted(changes, Kind.DIMENSION));
        scenarios.delete(tx, deleted(changes, Kind.SCENARIO));
    }

    void audit(TenantTransaction tx, List<DefinitionChange> changes, @Nullable UUID actor) {
        DefinitionAudit.record(
                tx,
                clock.instant(),
                actor,
                changes.stream().map(DefinitionChange::audited).toList());
    }

    private static List<String> deleted(List<DefinitionChange> changes, Kind kind) {
        return changes.stream()
                .filter(change -> change.kind() == kind && change.action() == Action.DELETE)
                .map(DefinitionChange::code)
                .toList();
    }

    private static List<KpiDeclaration> declarations(
            List<DefinitionChange> changes, Action action, Map<KpiCode, KpiDeclaration> wanted) {
        return changes.stream()
                .filter(change -> change.action() == action)
                .flatMap(change -> Optional.ofNullable(wanted.get(new KpiCode(change.code()))).stream())
                .toList();
    }
}
