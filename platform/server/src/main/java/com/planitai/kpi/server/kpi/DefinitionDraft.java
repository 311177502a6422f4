package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.ModelFault;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a tenant's definitions, gathered first, checked as a whole, and then written or not. While a draft is open no
 * other transaction changes definitions. Belongs to its transaction.
 */
public final class DefinitionDraft {
    private final TenantTransaction tx;
    private final DefinitionStore store;
    private final Definitions before;
    private final Map<KpiCode, KpiDeclaration> kpis = new TreeMap<>();
    private final Map<String, DimensionRecord> dimensions;
    private final Map<String, ScenarioRecord> scenarios;
    private final Map<KpiCode, String> kpiPlaces = new LinkedHashMap<>();
    private final Map<String, String> dimensionPlaces = new LinkedHashMap<>();
    private final Map<String, String> scenarioPlaces = new LinkedHashMap<>();

    DefinitionDraft(TenantTransaction tx, DefinitionStore store, Definitions before) {
        this.tx = tx;
        this.store = store;
        this.before = before;
        before.kpis().forEach((code, kpi) -> kpis.put(code, kpi.declared()));
        this.dimensions = new TreeMap<>(before.dimensions());
        this.scenarios = new TreeMap<>(before.scenarios());
    }

    /** What became of a check. */
    public sealed interface Verdict {
        /** All of it may be written. */
        record Sound(KpiGraph graph, List<ModelFault> warnings) implements Verdict {}

        record Faulty(List<Fault> faults) implements Verdict {}
    }

    /** What was there when the draft was opened. */
    public Definitions before() {
        return before;
    }

    /** KPIs as they would be, by code. */
    public Map<KpiCode, KpiDeclaration> kpis() {
        return kpis;
    }

    public Map<String, DimensionRecord> dimensions() {
        return dimensions;
    }

    public Map<String, ScenarioRecord> scenarios() {
        return scenarios;
    }

    /**
     * Makes or changes a KPI.
     *
     * @param pointer of its document in the caller's input, where its faults will be put
     */
    public void put(KpiDeclaration kpi, String pointer) {
        KpiRecord old = before.kpis().get(kpi.code());
        kpis.put(kpi.code(), FormulaHistory.following(kpi, old == null ? null : old.declared()));
        kpiPlaces.put(kpi.code(), pointer);
    }

    public void put(DimensionRecord dimension, String pointer) {
        dimensions.put(dimension.code(), dimension);
        dimensionPlaces.put(dimension.code(), pointer);
    }

    public void put(ScenarioRecord scenario, String pointer) {
        scenarios.put(scenario.code(), scenario);
        scenarioPlaces.put(scenario.code(), pointer);
    }

    public void remove(KpiCode kpi) {
        kpis.remove(kpi);
    }

    public void removeDimension(String code) {
        dimensions.remove(code);
    }

    public void removeScenario(String code) {
        scenarios.remove(code);
    }

    /** What would happen, also {@code NONE} for what was put as it already is: dimensions, scenarios, KPIs, each by code. */
    public List<DefinitionChange> changes() {
        List<DefinitionChange> changes = new ArrayList<>(dimensionChanges());
        changes.addAll(scenarioChanges());
        changes.addAll(kpiChanges());
        return changes;
    }

    /**
     * Checks everything together.
     *
     * @param confirmed KPIs that may be deleted with their observations
     */
    public Verdict check(Set<KpiCode> confirmed) {
        List<Fault> faults = new ArrayList<>(
                new DraftCheck(tx, store, before, this, kpiPlaces, dimensionPlaces, scenarioPlaces).faults(confirmed));
        GraphResult graph = KpiGraph.build(
                kpis.values().stream().map(KpiDeclaration::definition).toList());
        return switch (graph) {
            case GraphResult.Refused refused -> {
                faults.addAll(new GraphFaults(kpiPlaces, kpis).of(refused.faults()));
                yield new Verdict.Faulty(faults);
            }
            case GraphResult.Built built ->
                faults.isEmpty() ? new Verdict.Sound(built.graph(), built.warnings()) : new Verdict.Faulty(faults);
        };
    }

    /**
     * Writes what was checked, and an audit event for each change.
     *
     * @param between runs with the new version after new KPIs are there and before old ones go: the time for trees
     * @return the tenant's version, raised
     */
    public long write(@Nullable UUID actor, LongConsumer between) {
        List<DefinitionChange> all = changes();
        store.writeDimensions(tx, effective(dimensionChanges()), dimensions);
        store.writeScenarios(tx, effective(scenarioChanges()), scenarios);
        store.writeKpis(tx, effective(kpiChanges()), kpis, actor);
        long version = tx.bumpVersion();
        between.accept(version);
        store.delete(tx, all, version, actor);
        store.audit(tx, effective(all), actor);
        return version;
    }

    private List<DefinitionChange> kpiChanges() {
        return changes(
                DefinitionChange.Kind.KPI,
                texts(before.kpis(), KpiCode::value, KpiRecord::declared),
                texts(kpis, KpiCode::value, Function.identity()),
                texts(kpiPlaces, KpiCode::value, Function.identity()),
                KpiDocument::write);
    }

    private List<DefinitionChange> dimensionChanges() {
        return changes(
                DefinitionChange.Kind.DIMENSION,
                before.dimensions(),
                dimensions,
                dimensionPlaces,
                DimensionDocument::write);
    }

    private List<DefinitionChange> scenarioChanges() {
        return changes(
                DefinitionChange.Kind.SCENARIO,
                before.scenarios(),
                scenarios,
                scenarioPlaces,
                DimensionDocument::write);
    }

    private static List<DefinitionChange> effective(List<DefinitionChange> changes) {
        return changes.stream().filter(change -> !change.changesNothing()).toList();
    }

    private static <T> List<DefinitionChange> changes(
            DefinitionChange.Kind kind,
            Map<String, T> before,
            Map<String, T> after,
            Map<String, String> touched,
            Function<T, ObjectNode> write) {
        Map<String, DefinitionChange> changes = new TreeMap<>();
        for (String code : touched.keySet()) {
            changes.put(code, change(kind, code, before, after, write));
        }
        for (String code : before.keySet()) {
            if (!after.containsKey(code)) {
                changes.put(code, change(kind, code, before, after, write));
            }
        }
        return List.copyOf(changes.values());
    }

    private static <T> DefinitionChange change(
            DefinitionChange.Kind kind,
            String code,
            Map<String, T> before,
            Map<String, T> after,
            Function<T, ObjectNode> write) {
        return DefinitionChange.between(
                kind,
                code,
                Optional.ofNullable(before.get(code)).map(write).orElse(null),
                Optional.ofNullable(after.get(code)).map(write).orElse(null));
    }

    private static <K, V, T> Map<String, T> texts(Map<K, V> map, Function<K, String> key, Function<V, T> value) {
        Map<String, T> texts = new LinkedHashMap<>();
        map.forEach((code, item) -> texts.put(key.apply(code), value.apply(item)));
        return texts;
    }
}
