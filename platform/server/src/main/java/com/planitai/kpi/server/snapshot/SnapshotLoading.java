package com.planitai.kpi.server.snapshot;

import com.planitai.kpi.engine.evaluation.CompiledGraph;
import com.planitai.kpi.engine.evaluation.ObservationTable;
import com.planitai.kpi.engine.evaluation.ObservationTable.Change;
import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.server.kpi.Definitions;
import com.planitai.kpi.server.kpi.DimensionRecord;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.kpi.KpiRecord;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes snapshots of what a transaction sees, which has to be one moment. */
final class SnapshotLoading {
    private final KpiFeature kpis;
    private final TreeSource trees;
    private final SnapshotRepository repository = new SnapshotRepository();

    SnapshotLoading(KpiFeature kpis, TreeSource trees) {
        this.kpis = kpis;
        this.trees = trees;
    }

    /**
     * The newest, by what has changed since the one before where only numbers have, and not too many.
     *
     * @param before null when there is none
     */
    TenantSnapshot newest(TenantTransaction tx, @Nullable TenantSnapshot before) {
        SnapshotRepository.Settings settings = repository.settings(tx);
        if (before != null && before.definitionVersions() == settings.definitionVersions()) {
            Optional<List<Change>> changes = repository.changesSince(tx, before.version());
            if (changes.isPresent()) {
                return before.patched(settings.version(), before.observations().patched(changes.get()));
            }
        }
        return snapshot(tx, settings, repository.observations(tx));
    }

    TenantSnapshot asOf(TenantTransaction tx, Instant at) {
        return snapshot(tx, repository.settings(tx), repository.observationsAsOf(tx, at));
    }

    private TenantSnapshot snapshot(
            TenantTransaction tx, SnapshotRepository.Settings settings, ObservationTable observations) {
        List<KpiRecord> records = kpis.all(tx);
        return new TenantSnapshot(
                tx.tenant(),
                settings.version(),
                settings.definitionVersions(),
                settings.name(),
                settings.locale(),
                new Definitions(
                        byKey(records, KpiRecord::code),
                        byKey(kpis.dimensions(tx), DimensionRecord::code),
                        byKey(kpis.scenarios(tx), ScenarioRecord::code)),
                new CompiledGraph(graph(records), settings.calendar()),
                byKey(trees.all(tx), SnapshotTree::slug),
                observations);
    }

    private static KpiGraph graph(List<KpiRecord> records) {
        return switch (KpiFeature.graph(records)) {
            case GraphResult.Built built -> built.graph();
            case GraphResult.Refused refused ->
                throw new IllegalStateException("saved definitions are refused: " + refused.faults());
        };
    }

    private static <K, V> Map<K, V> byKey(List<V> values, Function<V, K> key) {
        Map<K, V> map = new LinkedHashMap<>();
        values.forEach(value -> map.put(key.apply(value), value));
        return Collections.unmodifiableMap(map);
    }
}
