package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Dimensions and scenarios as documents. */
public final class DimensionDocument {
    private DimensionDocument() {}

    /** Reads a document that holds to the schema {@code Dimension}; empty with faults noted. */
    public static Optional<DimensionRecord> read(JsonNode document, String pointer, List<Fault> faults) {
        int before = faults.size();
        List<DimensionRecord.Member> members = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonNode node : document.path("members")) {
            String code = node.path("code").asText();
            if (!seen.add(code)) {
                faults.add(Fault.at(
                        pointer + "/members/" + members.size() + "/code", "DUPLICATE_MEMBER", Map.of("code", code)));
            }
            members.add(new DimensionRecord.Member(code, node.path("name").asText()));
        }
        return faults.size() > before
                ? Optional.empty()
                : Optional.of(new DimensionRecord(
                        document.path("code").asText(), document.path("name").asText(), members));
    }

    public static ObjectNode write(DimensionRecord dimension) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("code", dimension.code());
        document.put("name", dimension.name());
        ArrayNode members = document.putArray("members");
        for (DimensionRecord.Member member : dimension.members()) {
            members.addObject().put("code", member.code()).put("name", member.name());
        }
        return document;
    }

    /** Reads a document that holds to the schema {@code Scenario}. */
    public static ScenarioRecord readScenario(JsonNode document) {
        return new ScenarioRecord(
                document.path("code").asText(), document.path("name").asText());
    }

    public static ObjectNode write(ScenarioRecord scenario) {
        return Json.MAPPER.createObjectNode().put("code", scenario.code()).put("name", scenario.name());
    }
}
