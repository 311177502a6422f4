package com.planitai.kpi.server.observation;

import io.helidon.metrics.api.Counter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Follows requests: log context, span, timer and access line. Thread-safe. */
public final class RequestObserver {
    private final Meters meters;
    private final Tracer tracer;
    private final RequestLines lines;
    private final Counter errors;
    private final Map<Integer, Counter> refusals = new ConcurrentHashMap<>();
    /** Ids need to differ, not to be secret. */
    private final IdGenerator ids = IdGenerator.random();

    RequestObserver(Meters meters, Tracer tracer) {
        this.meters = meters;
        this.tracer = tracer;
        lines = new RequestLines(meters);
        errors = meters.counter("http_server_errors", "Requests that ended in a bug of ours", Map.of());
    }

    /**
     * A request has arrived on this thread, which sees it to its end.
     *
     * @param route template of the route, never the path itself
     * @param headers where a trace of the caller's may be named; its request id is always ours
     */
    public ObservedRequest begin(String method, String route, Function<String, Optional<String>> headers) {
        long started = System.nanoTime();
        RequestLines.Line line = lines.line(method, route);
        Context caller = Propagation.received(headers);
        Span span = Propagation.identified(
                tracer.spanBuilder(line.spanName())
                        .setParent(caller)
                        .setSpanKind(SpanKind.SERVER)
                        .startSpan(),
                ids);
        return new ObservedRequest(line, ids.generateTraceId(), span, span.storeInContext(caller), started);
    }

    /** A request ended in a bug of ours. */
    public void failedInside() {
        errors.increment();
    }

    /** A request was answered before it had a route: unreadable, or one too many. */
    public void refused(int status) {
        refusals.computeIfAbsent(
                        status,
                        first -> meters.counter(
                                "http_server_refused",
                                "Requests answered before they had a route: unreadable, or one too many",
                                Map.of("status", Integer.toString(first))))
                .increment();
    }
}
