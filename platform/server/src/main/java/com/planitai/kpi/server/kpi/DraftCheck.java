package com.planitai.kpi.server.kpi;

import com.planitai.kpi.engine.expression.NearestName;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of definitions that the engine does not know: what dimensions there are, and what numbers are already there. */
record DraftCheck(
        TenantTransaction tx,
        DefinitionStore store,
        Definitions before,
        DefinitionDraft draft,
        Map<KpiCode, String> kpiPlaces,
        Map<String, String> dimensionPlaces,
        Map<String, String> scenarioPlaces) {
    /** As many as one definition document can hold. */
    static final int MAX_DIMENSIONS = 500;

    static final int MAX_SCENARIOS = 500;

    private static final Set<String> COMPARISONS = Set.of("previous", "same_period_last_year");

    List<Fault> faults(Set<KpiCode> confirmed) {
        List<Fault> faults = new ArrayList<>();
        limits(faults);
        kpiPlaces.keySet().forEach(code -> dimensionsOf(code, faults));
        kpiPlaces.keySet().forEach(code -> formulasOf(code, faults));
        observed(confirmed, faults);
        dimensionPlaces.keySet().forEach(code -> members(code, faults));
        removedDimensions(faults);
        scenarios(faults);
        return faults;
    }

    private void limits(List<Fault> faults) {
        if (!dimensionPlaces.isEmpty() && draft.dimensions().size() > MAX_DIMENSIONS) {
            faults.add(KpiFaults.tooMany("dimensions", MAX_DIMENSIONS));
        }
        if (!scenarioPlaces.isEmpty() && draft.scenarios().size() > MAX_SCENARIOS) {
            faults.add(KpiFaults.tooMany("scenarios", MAX_SCENARIOS));
        }
    }

    private void dimensionsOf(KpiCode code, List<Fault> faults) {
        KpiDeclaration kpi = draft.kpis().get(code);
        if (kpi == null) {
            return;
        }
        for (int i = 0; i < kpi.dimensions().size(); i++) {
            String dimension = kpi.dimensions().get(i);
            if (!draft.dimensions().containsKey(dimension)) {
                String suggestion = NearestName.among(draft.dimensions().keySet(), dimension)
                        .orElse(null);
                faults.add(KpiFaults.unknownDimension(kpiPlaces.get(code) + "/dimensions/" + i, dimension, suggestion));
            }
        }
    }

    private void formulasOf(KpiCode code, List<Fault> faults) {
        KpiDeclaration kpi = draft.kpis().get(code);
        if (kpi != null && FormulaHistory.isIncomplete(kpi)) {
            faults.add(Fault.at(
                    kpiPlaces.get(code) + "/effectiveFrom", "EARLIER_FORMULA_MISSING", Map.of("code", code.value())));
        }
    }

    private void observed(Set<KpiCode> confirmed, List<Fault> faults) {
        List<KpiCode> removed = before.kpis().keySet().stream()
                .filter(code -> !draft.kpis().containsKey(code))
                .toList();
        Set<KpiCode> suspects = new HashSet<>(removed);
        for (KpiCode code : kpiPlaces.keySet()) {
            if (!changedKeys(code).isEmpty()) {
                suspects.add(code);
            }
        }
        Set<KpiCode> observed = store.kpis().observed(tx, suspects);
        for (KpiCode code : removed) {
            if (observed.contains(code) && !confirmed.contains(code)) {
                faults.add(Fault.at("confirm", "KPI_HAS_OBSERVATIONS", Map.of("code", code.value())));
            }
        }
        for (KpiCode code : kpiPlaces.keySet()) {
            if (observed.contains(code)) {
                changedKeys(code)
                        .forEach(property -> faults.add(Fault.at(
                                kpiPlaces.get(code) + "/" + property,
                                "FIXED_BY_OBSERVATIONS",
                                Map.of("code", code.value(), "property", property))));
            }
        }
    }

    /** Changed properties by which observations are filed. */
    private List<String> changedKeys(KpiCode code) {
        KpiRecord old = before.kpis().get(code);
        KpiDeclaration kpi = draft.kpis().get(code);
        if (old == null || kpi == null) {
            return List.of();
        }
        List<String> changed = new ArrayList<>();
        if (old.grain() != kpi.grain()) {
            changed.add("grain");
        }
        if (old.isInput()
                && kpi.formula() == null
                && !Set.copyOf(old.dimensions()).equals(Set.copyOf(kpi.dimensions()))) {
            changed.add("dimensions");
        }
        return changed;
    }

    private void members(String code, List<Fault> faults) {
        DimensionRecord old = before.dimensions().get(code);
        DimensionRecord dimension = draft.dimensions().get(code);
        if (old == null || dimension == null) {
            return;
        }
        for (DimensionRecord.Member member : old.members()) {
            if (!dimension.hasMember(member.code()) && store.dimensions().hasObservations(tx, code, member.code())) {
                faults.add(Fault.at(
                        dimensionPlaces.get(code) + "/members",
                        "MEMBER_HAS_OBSERVATIONS",
                        Map.of("dimension", code, "member", member.code())));
            }
        }
    }

    private void removedDimensions(List<Fault> faults) {
        for (String code : before.dimensions().keySet()) {
            if (!draft.dimensions().containsKey(code)) {
                draft.kpis().values().stream()
                        .filter(kpi -> kpi.dimensions().contains(code) && !kpiPlaces.containsKey(kpi.code()))
                        .forEach(kpi -> faults.add(Fault.at(
                                "",
                                "DIMENSION_IN_USE",
                                Map.of("dimension", code, "code", kpi.code().value()))));
                if (store.dimensions().isCarried(tx, code)) {
                    faults.add(Fault.at("", "DIMENSION_HAS_OBSERVATIONS", Map.of("dimension", code)));
                }
            }
        }
    }

    private void scenarios(List<Fault> faults) {
        scenarioPlaces.forEach((code, place) -> {
            if (COMPARISONS.contains(code)) {
                faults.add(Fault.at(place + "/code", "RESERVED_SCENARIO", Map.of("code", code)));
            }
        });
        for (String code : before.scenarios().keySet()) {
            if (!draft.scenarios().containsKey(code) && store.scenarios().hasObservations(tx, code)) {
                faults.add(Fault.at("", "SCENARIO_HAS_OBSERVATIONS", Map.of("code", code)));
            }
        }
    }
}
