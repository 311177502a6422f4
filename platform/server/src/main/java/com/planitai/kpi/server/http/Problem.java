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
        int faultCount,
        @Nullable Duration retryAfter) {
    public Problem {
        arguments = Map.copyOf(arguments);
        faults = List.copyOf(faults);
    }

    public Problem(
            ProblemType type,
            @Nullable String detailCode,
            Map<String, String> arguments,
            List<Fault> faults,
            @Nullable Duration retryAfter) {
        this(type, detailCode, arguments, faults, faults.size(), retryAfter);
    }

    public static Problem of(ProblemType type) {
        return new Problem(type, null, Map.of(), List.of(), 0, null);
    }

    public static Problem of(ProblemType type, String detailCode, Map<String, String> arguments) {
        return new Problem(type, detailCode, arguments, List.of(), 0, null);
    }

    public static Problem of(ProblemType type, List<Fault> faults) {
        return of(type, faults, faults.size());
    }

    /** @param count of all faults, of which {@code faults} may be the first */
    public static Problem of(ProblemType type, List<Fault> faults, int count) {
        return new Problem(type, null, Map.of(), faults, count, null);
    }

    public static Problem retryLater(ProblemType type, Duration after) {
        return new Problem(type, null, Map.of(), List.of(), 0, after);
    }

    public ProblemException asException() {
        return new ProblemException(this);
    }
}
