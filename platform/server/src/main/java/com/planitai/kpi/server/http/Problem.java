package com.planitai.kpi.server.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A failed request, before it is put into the caller's language. {@code detailCode} names a sentence of the message bundles. */
public record Problem(
        ProblemType type,
        @Nullable String detailCode,
        Map<String, String> arguments,
        List<Fault> faults,
        @Nullable Duration retryAfter) {
    public Problem {
        arguments = Map.copyOf(arguments);
        faults = List.copyOf(faults);
    }

    public static Problem of(ProblemType type) {
        return new Problem(type, null, Map.of(), List.of(), null);
    }

    public static Problem of(ProblemType type, String detailCode, Map<String, String> arguments) {
        return new Problem(type, detailCode, arguments, List.of(), null);
    }

    public static Problem of(ProblemType type, List<Fault> faults) {
        return new Problem(type, null, Map.of(), faults, null);
    }

    public static Problem retryLater(ProblemType type, Duration after) {
        return new Problem(type, null, Map.of(), List.of(), after);
    }

    public ProblemException asException() {
        return new ProblemException(this);
    }
}
