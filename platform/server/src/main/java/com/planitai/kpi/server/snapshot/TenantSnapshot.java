package com.planitai.kpi.server.snapshot;

import com.planitai.kpi.engine.evaluation.CompiledGraph;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.ObservationTable;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.server.kpi.Definitions;
import com.planitai.kpi.tenancy.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Everything of a tenant that numbers depend on, at one version. Immutable.
 *
 * @param version {@code settings.data_version}
 * @param compiled the definitions as the engine runs them
 * @param trees by slug
 * @param observationCount cells in the table, for weighing
 */
public record TenantSnapshot(
        TenantId tenant,
        long version,
        String name,
        Locale locale,
        Definitions definitions,
        CompiledGraph compiled,
        Map<String, SnapshotTree> trees,
        ObservationTable observations,
        long observationCount) {

    public Evaluation evaluation(Instant now) {
        return compiled.evaluation(observations, now);
    }

    public FiscalCalendar calendar() {
        return compiled.calendar();
    }

    public KpiGraph graph() {
        return compiled.graph();
    }

    public Optional<SnapshotTree> tree(String slug) {
        return Optional.ofNullable(trees.get(slug));
    }

    TenantSnapshot patched(long newVersion, ObservationTable changed, long newCount) {
        return new TenantSnapshot(tenant, newVersion, name, locale, definitions, compiled, trees, changed, newCount);
    }
}
