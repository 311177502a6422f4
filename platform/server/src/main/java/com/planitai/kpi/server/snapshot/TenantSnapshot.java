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
 * @param definitionVersions how many of the versions so far changed more than numbers
 */
public record TenantSnapshot(
        TenantId tenant,
        long version,
        long definitionVersions,
        String name,
        Locale locale,
        Definitions definitions,
        CompiledGraph compiled,
        Map<String, SnapshotTree> trees,
        ObservationTable observations) {
    private static final int BYTES_PER_KPI = 4_096;
    private static final int BYTES_PER_TREE = 1_024;
    private static final int BYTES_PER_MEMBER = 256;

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

    TenantSnapshot patched(long newVersion, ObservationTable changed) {
        return new TenantSnapshot(
                tenant, newVersion, definitionVersions, name, locale, definitions, compiled, trees, changed);
    }

    /** About what it takes in memory. */
    long bytes() {
        long members = definitions.dimensions().values().stream()
                .mapToLong(dimension -> dimension.members().size())
                .sum();
        return observations.bytes()
                + (long) definitions.kpis().size() * BYTES_PER_KPI
                + (long) trees.size() * BYTES_PER_TREE
                + members * BYTES_PER_MEMBER;
    }
}
