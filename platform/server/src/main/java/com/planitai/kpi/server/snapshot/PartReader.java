package com.planitai.kpi.server.snapshot;

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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads what one KPI depends on: for questions about the past and about the sources of numbers, which the cached snapshot
 * cannot answer. Calendar, dimensions and scenarios are always those of today; only KPIs and numbers are kept by time.
 */
record PartReader(KpiFeature kpis, SnapshotRepository repository) {
    PartResult now(TenantTransaction tx, KpiCode kpi) {
        return read(tx, kpi, kpis.all(tx), below -> repository.observations(tx, below));
    }

    PartResult asOf(TenantTransaction tx, KpiCode kpi, Instant at) {
        return read(tx, kpi, kpis.asOf(tx, at), below -> repository.observationsAsOf(tx, below, at));
    }

    private PartResult read(
            TenantTransaction tx,
            KpiCode kpi,
            List<KpiRecord> records,
            Function<Collection<KpiRecord>, SnapshotRepository.Observations> numbers) {
        Map<KpiCode, KpiRecord> byCode = byKey(records, KpiRecord::code);
        if (!byCode.containsKey(kpi)) {
            return new PartResult.NoSuchKpi();
        }
        return switch (KpiFeature.graph(records)) {
            case GraphResult.Refused refused -> new PartResult.NoLongerReadable();
            case GraphResult.Built built -> {
                Set<KpiCode> below = below(built.graph(), kpi);
                SnapshotRepository.Observations observations = numbers.apply(records.stream()
                        .filter(candidate -> below.contains(candidate.code()))
                        .toList());
                yield new PartResult.Found(snapshot(tx, byCode, built.graph(), observations));
            }
        };
    }

    private TenantSnapshot snapshot(
            TenantTransaction tx,
            Map<KpiCode, KpiRecord> records,
            KpiGraph graph,
            SnapshotRepository.Observations observations) {
        SnapshotRepository.Settings settings = repository.settings(tx);
        return new TenantSnapshot(
                tx.tenant(),
                settings.version(),
                settings.name(),
                settings.locale(),
                settings.calendar(),
                new Definitions(
                        records,
                        byKey(kpis.dimensions(tx), DimensionRecord::code),
                        byKey(kpis.scenarios(tx), ScenarioRecord::code)),
                graph,
                Map.of(),
                observations.table(),
                observations.count());
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

    private static <K, V> Map<K, V> byKey(List<V> values, Function<V, K> key) {
        return values.stream().collect(Collectors.toMap(key, Function.identity(), (a, b) -> b, LinkedHashMap::new));
    }
}
