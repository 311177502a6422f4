package com.planitai.kpi.server.tree;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.tree.TreeDeclaration.Influence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Trees as documents: only what was said, in a fixed order. */
public final class TreeDocument {
    private TreeDocument() {}

    private record Ends(KpiCode from, KpiCode to) {}

    /** Reads a document that holds to the schema {@code TreeInput}; empty with faults noted. */
    public static Optional<TreeDeclaration> read(JsonNode document, String pointer, List<Fault> faults) {
        int before = faults.size();
        String name = document.path("name").asText();
        if (name.isBlank()) {
            faults.add(Fault.at(pointer + "/name", "TOO_SHORT", Map.of("name", "name", "expected", "1")));
        }
        ObjectNode layout = document.get("layout") instanceof ObjectNode object ? object : null;
        if (layout != null && Json.text(layout).length() > TreeDeclaration.MAX_LAYOUT_CHARACTERS) {
            faults.add(Fault.at(
                    pointer + "/layout",
                    "TOO_LONG",
                    Map.of("name", "layout", "expected", Integer.toString(TreeDeclaration.MAX_LAYOUT_CHARACTERS))));
        }
        List<Influence> influences = influences(document.path("influences"), pointer + "/influences", faults);
        return faults.size() > before
                ? Optional.empty()
                : Optional.of(new TreeDeclaration(
                        document.path("slug").asText(),
                        name,
                        new KpiCode(document.path("root").asText()),
                        layout,
                        influences));
    }

    public static ObjectNode write(TreeDeclaration tree) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("slug", tree.slug());
        document.put("name", tree.name());
        document.put("root", tree.root().value());
        if (tree.layout() != null) {
            document.set("layout", tree.layout());
        }
        if (!tree.influences().isEmpty()) {
            write(document.putArray("influences"), tree.influences());
        }
        return document;
    }

    /** The answer about a tree: every field there. */
    static ObjectNode wire(TreeRecord tree) {
        TreeDeclaration declared = tree.declared();
        ObjectNode wire = Json.MAPPER.createObjectNode();
        wire.put("slug", declared.slug());
        wire.put("name", declared.name());
        wire.put("root", declared.root().value());
        wire.set("layout", declared.layout());
        write(wire.putArray("influences"), declared.influences());
        wire.put("updatedAt", tree.updatedAt().toString());
        return wire;
    }

    private static void write(ArrayNode array, List<Influence> influences) {
        for (Influence influence : influences) {
            ObjectNode item = array.addObject();
            item.put("from", influence.from().value());
            item.put("to", influence.to().value());
            if (influence.note() != null) {
                item.put("note", influence.note());
            }
        }
    }

    private static List<Influence> influences(JsonNode array, String pointer, List<Fault> faults) {
        List<Influence> influences = new ArrayList<>();
        Set<Ends> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode node = array.get(i);
            KpiCode from = new KpiCode(node.path("from").asText());
            KpiCode to = new KpiCode(node.path("to").asText());
            String place = pointer + '/' + i;
            if (from.equals(to)) {
                faults.add(Fault.at(place, "INFLUENCE_ON_ITSELF", Map.of("code", from.value())));
            } else if (!seen.add(new Ends(from, to))) {
                faults.add(Fault.at(place, "DUPLICATE_INFLUENCE", Map.of("from", from.value(), "to", to.value())));
            }
            influences.add(new Influence(
                    from, to, node.hasNonNull("note") ? node.get("note").asText() : null));
        }
        return influences;
    }
}
