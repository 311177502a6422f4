package com.planitai.kpi.server.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.kpi.DefinitionDraft;
import com.planitai.kpi.server.kpi.DimensionDocument;
import com.planitai.kpi.server.kpi.KpiDocument;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.server.tree.TreeDocument;
import com.planitai.kpi.server.tree.TreeDraft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts a document that holds to the schema {@code Definition} into drafts, and notes what cannot be read. */
final class DocumentReading {
    private final DefinitionDraft definitions;
    private final TreeDraft trees;
    private final List<Fault> faults = new ArrayList<>();
    private final Set<String> unread = new HashSet<>();

    DocumentReading(DefinitionDraft definitions, TreeDraft trees) {
        this.definitions = definitions;
        this.trees = trees;
    }

    List<Fault> faults() {
        return faults;
    }

    void read(JsonNode document, boolean prune) {
        Set<String> dimensions = names(document, "dimensions", "code");
        Set<String> scenarios = names(document, "scenarios", "code");
        Set<String> kpis = names(document, "kpis", "code");
        Set<String> slugs = names(document, "trees", "slug");
        each(
                document,
                "dimensions",
                (item, place) -> DimensionDocument.read(item, place, faults)
                        .ifPresentOrElse(dimension -> definitions.put(dimension, place), () -> unread(item)));
        each(document, "scenarios", (item, place) -> definitions.put(DimensionDocument.readScenario(item), place));
        each(
                document,
                "kpis",
                (item, place) -> KpiDocument.read(item, place, faults)
                        .ifPresentOrElse(kpi -> definitions.put(kpi, place), () -> unread(item)));
        each(
                document,
                "trees",
                (item, place) -> TreeDocument.read(item, place, faults).ifPresent(tree -> trees.put(tree, place)));
        if (prune) {
            prune(document, dimensions, scenarios, kpis, slugs);
        }
    }

    /** Without complaints that something is unknown which the document names, but in a form that could not be read. */
    List<Fault> withoutEchoes(List<Fault> found) {
        return found.stream()
                .filter(fault -> !fault.code().startsWith("UNKNOWN_")
                        || !unread.contains(fault.arguments().getOrDefault("code", "")))
                .toList();
    }

    private interface Item {
        void put(JsonNode item, String place);
    }

    private static void each(JsonNode document, String part, Item item) {
        JsonNode items = document.path(part);
        for (int i = 0; i < items.size(); i++) {
            item.put(items.get(i), '/' + part + '/' + i);
        }
    }

    private Set<String> names(JsonNode document, String part, String field) {
        Set<String> names = new HashSet<>();
        each(document, part, (item, place) -> {
            String name = item.path(field).asText();
            if (!names.add(name)) {
                faults.add(Fault.at(place + '/' + field, "DUPLICATE_CODE", Map.of("code", name)));
            }
        });
        return names;
    }

    private void unread(JsonNode item) {
        unread.add(item.path("code").asText());
    }

    private void prune(
            JsonNode document, Set<String> dimensions, Set<String> scenarios, Set<String> kpis, Set<String> slugs) {
        if (document.has("dimensions")) {
            definitions.before().dimensions().keySet().stream()
                    .filter(code -> !dimensions.contains(code))
                    .forEach(definitions::removeDimension);
        }
        if (document.has("scenarios")) {
            definitions.before().scenarios().keySet().stream()
                    .filter(code -> !scenarios.contains(code) && !ScenarioRecord.STANDARD.contains(code))
                    .forEach(definitions::removeScenario);
        }
        if (document.has("kpis")) {
            definitions.before().kpis().keySet().stream()
                    .filter(code -> !kpis.contains(code.value()))
                    .forEach(definitions::remove);
        }
        if (document.has("trees")) {
            trees.before().keySet().stream()
                    .filter(slug -> !slugs.contains(slug))
                    .forEach(trees::remove);
        }
    }
}
