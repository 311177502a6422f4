package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Problems as RFC 9457 documents in the caller's language, and the pages their types point to. */
final class ProblemWriter {
    static final String MEDIA_TYPE = "application/problem+json";

    private ProblemWriter() {}

    static Answer answer(Problem problem, Locale language, String path, String traceId) {
        ProblemType type = problem.type();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "/problems/" + type.slug());
        document.put("title", Messages.text(language, type.name(), Map.of()));
        document.put("status", type.status());
        if (problem.detailCode() != null) {
            document.put("detail", Messages.text(language, problem.detailCode(), problem.arguments()));
        } else if (!problem.faults().isEmpty()) {
            document.put(
                    "detail",
                    Messages.wire(language, problem.faults().getFirst()).get("message"));
        }
        document.put("instance", path);
        if (!problem.faults().isEmpty()) {
            document.put("errors", Messages.wire(language, problem.faults()));
        }
        if (problem.faultCount() > problem.faults().size()) {
            document.put("errorCount", problem.faultCount());
        }
        document.put("traceId", traceId);
        Answer answer = Answer.of(type.status(), MEDIA_TYPE, document);
        if (problem.retryAfter() != null) {
            answer = answer.with(
                    "Retry-After",
                    Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
        }
        return switch (type) {
            case NOT_SIGNED_IN -> answer.with("WWW-Authenticate", "Bearer");
            case METHOD_NOT_ALLOWED -> answer.with("Allow", problem.arguments().getOrDefault("allowed", ""));
            default -> answer;
        };
    }

    static String page(ProblemType type, Locale language) {
        String title = Messages.text(language, type.name(), Map.of());
        String meaning = Messages.text(language, type.name() + "_MEANING", Map.of());
        return """
                <!doctype html>
                <html lang="%s"><head><meta charset="utf-8"><title>%s</title></head>
                <body><h1>%s</h1><p>%s</p><p>HTTP %d</p></body></html>
                """.formatted(language.getLanguage(), title, title, meaning, type.status());
    }
}
