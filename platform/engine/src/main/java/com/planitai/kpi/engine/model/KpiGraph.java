package com.planitai.kpi.engine.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tenant's KPIs: every formula read, every reference known, no cycle, every unit right. Immutable, thread-safe. */
public final class KpiGraph {
    public static final int DEFAULT_MAX_KPIS = 5_000;
    public static final int MAX_KPIS = 10_000;
    public static final int MAX_DIMENSIONS_PER_KPI = 3;
    /** How many periods back a KPI may read in all, through every {@code prev} on the way down. */
    public static final int MAX_LOOK_BACK_PERIODS = 4_000;

    private final Map<KpiCode, ResolvedKpi> kpis;
    private final Map<KpiCode, List<KpiCode>> dependents;

    KpiGraph(Map<KpiCode, ResolvedKpi> kpis) {
        this.kpis = Collections.unmodifiableMap(new LinkedHashMap<>(kpis));
        this.dependents = dependents(kpis.values());
    }

    public static GraphResult build(Collection<KpiDefinition> definitions) {
        return build(definitions, DEFAULT_MAX_KPIS);
    }

    /**
     * As above, with a limit of the tenant's own.
     *
     * @param maxKpis at most {@link #MAX_KPIS}
     */
    public static GraphResult build(Collection<KpiDefinition> definitions, int maxKpis) {
        if (maxKpis < 1 || maxKpis > MAX_KPIS) {
            throw new IllegalArgumentException("expected a limit of 1 to " + MAX_KPIS + " KPIs, got " + maxKpis);
        }
        return new GraphBuilder(definitions, maxKpis).build();
    }

    /** In the order in which they were given. */
    public Collection<KpiCode> codes() {
        return kpis.keySet();
    }

    public boolean contains(KpiCode code) {
        return kpis.containsKey(code);
    }

    /**
     * The definition as given.
     *
     * @throws IllegalArgumentException when the graph does not contain the code, here and below
     */
    public KpiDefinition definition(KpiCode code) {
        return resolved(code).definition();
    }

    /** In formula order, once each. */
    public List<KpiCode> references(KpiCode code) {
        return resolved(code).references();
    }

    /** The KPIs whose formulas name this one, in the order in which they were given. */
    public List<KpiCode> dependents(KpiCode code) {
        resolved(code);
        return dependents.getOrDefault(code, List.of());
    }

    public ResolvedKpi resolved(KpiCode code) {
        var kpi = kpis.get(code);
        if (kpi == null) {
            throw new IllegalArgumentException("expected a KPI of the graph, got " + code);
        }
        return kpi;
    }

    private static Map<KpiCode, List<KpiCode>> dependents(Collection<ResolvedKpi> kpis) {
        var dependents = new LinkedHashMap<KpiCode, List<KpiCode>>();
        for (var kpi : kpis) {
            for (var reference : kpi.references()) {
                dependents
                        .computeIfAbsent(reference, code -> new ArrayList<>())
                        .add(kpi.definition().code());
            }
        }
        dependents.replaceAll((code, list) -> List.copyOf(list));
        return dependents;
    }
}
