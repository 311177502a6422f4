package com.planitai.kpi.server.analysis;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an analysis ended; the result of its job. Faults are kept as codes, for the reader's language is not the writer's.
 *
 * @param through the last period it knows of; null when it came to nothing
 * @param tenantVersion whose numbers these are
 */
record AnalysisReport(
        @Nullable String through,
        long tenantVersion,
        List<Map<String, Object>> facts,
        Map<String, Object> sections,
        List<Line> errors) {

    /** One fault of what was asked for. */
    record Line(String pointer, String code, Map<String, String> arguments) {}
}
