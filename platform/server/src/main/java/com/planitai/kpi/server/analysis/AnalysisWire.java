package com.planitai.kpi.server.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.job.Job;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wire form of an analysis, schema {@code Analysis}. */
final class AnalysisWire {
    private AnalysisWire() {}

    /** With its result, when it has one. */
    static Map<String, @Nullable Object> of(Job job, Locale language) {
        Map<String, @Nullable Object> wire = head(job);
        String text = job.result();
        JsonNode result = text == null ? Json.MAPPER.createObjectNode() : Json.read(text, JsonNode.class);
        wire.put("through", result.path("through").textValue());
        wire.put("facts", orEmpty(result.path("facts"), List.of()));
        wire.put("sections", orEmpty(result.path("sections"), Map.of()));
        wire.put("errors", Messages.wire(language, faults(result)));
        return wire;
    }

    /** How it stands, without what it found. */
    static Map<String, @Nullable Object> head(Job job) {
        Map<String, @Nullable Object> progress = new LinkedHashMap<>();
        progress.put("done", job.done());
        progress.put("total", job.total());
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("id", job.id());
        wire.put("status", job.status().name());
        wire.put("progress", progress);
        wire.put("request", Json.read(job.request(), JsonNode.class));
        wire.put("createdAt", job.createdAt().toString());
        wire.put("createdBy", job.createdBy());
        Instant finishedAt = job.finishedAt();
        wire.put("finishedAt", finishedAt == null ? null : finishedAt.toString());
        return wire;
    }

    /** A job that failed by our fault has a code where a report would be. */
    private static List<Fault> faults(JsonNode result) {
        List<Fault> faults = new ArrayList<>();
        if (result.path("code").isTextual()) {
            faults.add(Fault.at("", result.path("code").asText()));
        }
        for (JsonNode line : result.path("errors")) {
            Map<String, String> arguments = new LinkedHashMap<>();
            line.path("arguments")
                    .properties()
                    .forEach(argument ->
                            arguments.put(argument.getKey(), argument.getValue().asText()));
            faults.add(Fault.at(line.path("pointer").asText(), line.path("code").asText(), arguments));
        }
        return faults;
    }

    private static Object orEmpty(JsonNode part, Object empty) {
        return part.isMissingNode() ? empty : part;
    }
}
