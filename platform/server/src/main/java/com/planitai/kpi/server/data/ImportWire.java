package com.planitai.kpi.server.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.job.Job;
import com.planitai.kpi.server.job.JobStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wire form of an import, schema {@code Import}. */
final class ImportWire {
    private ImportWire() {}

    static Map<String, @Nullable Object> of(ImportView view, Locale language) {
        Job latest = view.latest();
        ImportRequest request = Json.read(view.job().request(), ImportRequest.class);
        ImportReport report = report(view.job());
        Map<String, @Nullable Object> progress = new LinkedHashMap<>();
        progress.put("done", latest.done());
        progress.put("total", latest.total());
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("id", view.row().id());
        wire.put("job", latest.id());
        wire.put("status", latest.status().name());
        wire.put("progress", progress);
        wire.put("fileName", request.fileName());
        wire.put("fileKeptUntil", view.row().fileUntil().toString());
        wire.put("dryRun", request.dryRun());
        wire.put("onError", request.onError().wireName());
        wire.put("mapping", request.mapping() == null ? null : request.mapping().name());
        wire.put("layout", report.layout());
        wire.put("rows", report.rows());
        wire.put("inserted", report.inserted());
        wire.put("updated", report.updated());
        wire.put("unchanged", report.unchanged());
        wire.put("rejected", report.rejected());
        wire.put("faults", report.faults());
        wire.put("errors", Messages.wire(language, errors(view, report)));
        boolean listed = report.faults() > 0 && report.layout() != null;
        wire.put(
                "errorFile",
                view.row().fileKept() && listed
                        ? ImportRoutes.errorFile(view.row().id())
                        : null);
        wire.put("reverted", reverted(view.revert()));
        wire.put("createdAt", view.job().createdAt().toString());
        wire.put("createdBy", view.job().createdBy());
        wire.put("finishedAt", text(latest.finishedAt()));
        return wire;
    }

    private static List<Fault> errors(ImportView view, ImportReport report) {
        Job revert = view.revert();
        List<ImportReport.Line> lines = revert != null && revert.status() == JobStatus.FAILED
                ? report(revert).errors()
                : report.errors();
        return lines.stream().map(ImportReport.Line::fault).toList();
    }

    private static @Nullable Map<String, @Nullable Object> reverted(@Nullable Job job) {
        if (job == null || job.status() != JobStatus.SUCCEEDED || job.result() == null) {
            return null;
        }
        RevertReport report = Json.read(job.result(), RevertReport.class);
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("batch", report.batch());
        wire.put("restored", report.restored());
        wire.put("kept", report.kept());
        wire.put("cells", report.cells());
        wire.put("at", text(job.finishedAt()));
        wire.put("by", job.createdBy());
        return wire;
    }

    /** A job that failed by our fault has a code where a report would be. */
    static ImportReport report(Job job) {
        String result = job.result();
        if (result == null) {
            return ImportReport.NOTHING_YET;
        }
        JsonNode code = Json.read(result, JsonNode.class).path("code");
        return code.isTextual() ? ImportReport.failed(code.asText()) : Json.read(result, ImportReport.class);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
