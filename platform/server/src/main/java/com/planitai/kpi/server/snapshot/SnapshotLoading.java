package com.planitai.kpi.server.snapshot;

import com.planitai.kpi.engine.evaluation.CompiledGraph;
import com.planitai.kpi.engine.evaluation.ObservationTable;
import com.planitai.kpi.engine.evaluation.ObservationTable.Change;
import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.server.kpi.Definitions;
import com.planitai.kpi.server.kpi.DimensionRecord;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.kpi.KpiRecord;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            Optional<List<Change>> changes = repository.changesSince(tx, settings.calendar(), before.version());
            if (changes.isPresent()) {
                return before.patched(settings.version(), before.observations().patched(changes.get()));
            }
        }
        List<KpiRecord> records = kpis.all(tx);
        return snapshot(
                tx,
                settings,
                records,
                graph(records),
                byKey(trees.all(tx), SnapshotTree::slug),
                repository.observations(tx, settings.calendar()));
    }

    private TenantSnapshot snapshot(
            TenantTransaction tx,
            SnapshotRepository.Settings settings,
            List<KpiRecord> records,
            KpiGraph graph,
            Map<String, SnapshotTree> trees,
            ObservationTable observations) {
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
                new CompiledGraph(graph, settings.calendar()),
                trees,
                observations);
    }

    /** What one KPI depends on, as it is now. */
    PartResult part(TenantTransaction tx, KpiCode kpi) {
        SnapshotRepository.Settings settings = repository.settings(tx);
        return part(tx, settings, kpi, kpis.all(tx), below -> repository.observations(tx, settings.calendar(), below));
    }

    /**
     * The same as it was defined and known at an instant. Calendar, dimensions and scenarios are those of today; only KPIs
     * and numbers are kept by time.
     */
    PartResult asOf(TenantTransaction tx, KpiCode kpi, Instant at) {
        SnapshotRepository.Settings settings = repository.settings(tx);
        return part(
                tx,
                settings,
                kpi,
                kpis.asOf(tx, at),
                below -> repository.observationsAsOf(tx, settings.calendar(), below, at));
    }

    private PartResult part(
            TenantTransaction tx,
            SnapshotRepository.Settings settings,
            KpiCode kpi,
            List<KpiRecord> records,
            Function<List<KpiRecord>, ObservationTable> numbers) {
        if (records.stream().noneMatch(record -> record.code().equals(kpi))) {
            return new PartResult.NoSuchKpi();
        }
        return switch (KpiFeature.graph(records)) {
            case GraphResult.Refused refused -> new PartResult.NoLongerReadable();
            case GraphResult.Built built -> {
                Set<KpiCode> below = below(built.graph(), kpi);
                ObservationTable observations = numbers.apply(records.stream()
                        .filter(record -> below.contains(record.code()))
                        .toList());
                yield new PartResult.Found(snapshot(tx, settings, records, built.graph(), Map.of(), observations));
            }
        };
    }

    private static Set<KpiCode> below(KpiGraph graph, KpiCode kpi) {
        Set<KpiCode> seen = new LinkedHashSet<>(Set.of(kpi));
        var open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (KpiCode reference : graph.references(open.remove())) {
                if (seen.add(reference)) {
                    open.add(reference);
                }
            }
        }
        return seen;
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
