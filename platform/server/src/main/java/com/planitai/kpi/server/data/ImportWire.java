package com.planitai.kpi.server.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.job.Job;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wire form of an import, schema {@code Import}. */
final class ImportWire {
    private static final ImportReport NOTHING_YET = new ImportReport(null, 0, 0, 0, 0, 0, List.of());

    private ImportWire() {}

    static Map<String, @Nullable Object> of(Job job, Locale language) {
        ImportRequest request = Json.read(job.request(), ImportRequest.class);
        ImportReport report = report(job);
        Map<String, @Nullable Object> progress = new LinkedHashMap<>();
        progress.put("done", job.done());
        progress.put("total", job.total());
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("id", job.id());
        wire.put("status", job.status().name());
        wire.put("progress", progress);
        wire.put("fileName", request.fileName());
        wire.put("dryRun", request.dryRun());
        wire.put("onError", request.onError().wireName());
        wire.put("mapping", request.mapping() == null ? null : request.mapping().name());
        wire.put("layout", report.layout());
        wire.put("rows", report.rows());
        wire.put("inserted", report.inserted());
        wire.put("updated", report.updated());
        wire.put("unchanged", report.unchanged());
        wire.put("rejected", report.rejected());
        wire.put(
                "errors",
                Messages.wire(
                        language,
                        report.errors().stream().map(ImportReport.Line::fault).toList()));
        wire.put("errorFile", null);
        wire.put("createdAt", job.createdAt().toString());
        wire.put("createdBy", job.createdBy());
        wire.put("finishedAt", text(job.finishedAt()));
        return wire;
    }

    /** A job that failed by our fault has a code where a report would be. */
    private static ImportReport report(Job job) {
        String result = job.result();
        if (result == null) {
            return NOTHING_YET;
        }
        JsonNode code = Json.read(result, JsonNode.class).path("code");
        return code.isTextual()
                ? new ImportReport(
                        null, 0, 0, 0, 0, 0, List.of(new ImportReport.Line(0, null, code.asText(), Map.of())))
                : Json.read(result, ImportReport.class);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
