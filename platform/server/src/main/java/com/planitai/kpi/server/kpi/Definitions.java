package com.planitai.kpi.server.kpi;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything a tenant defines, at one moment, each kind by code. */
public record Definitions(
        Map<KpiCode, KpiRecord> kpis, Map<String, DimensionRecord> dimensions, Map<String, ScenarioRecord> scenarios) {

    static Definitions of(
            Collection<KpiRecord> kpis, Collection<DimensionRecord> dimensions, Collection<ScenarioRecord> scenarios) {
        Map<KpiCode, KpiRecord> kpisByCode = new LinkedHashMap<>();
        kpis.forEach(kpi -> kpisByCode.put(kpi.code(), kpi));
        Map<String, DimensionRecord> dimensionsByCode = new LinkedHashMap<>();
        dimensions.forEach(dimension -> dimensionsByCode.put(dimension.code(), dimension));
        Map<String, ScenarioRecord> scenariosByCode = new LinkedHashMap<>();
        scenarios.forEach(scenario -> scenariosByCode.put(scenario.code(), scenario));
        return new Definitions(kpisByCode, dimensionsByCode, scenariosByCode);
    }

    List<KpiDeclaration> declarations() {
        return kpis.values().stream().map(KpiRecord::declared).toList();
    }
}
