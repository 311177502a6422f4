package com.planitai.kpi.server.observation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a trace goes on across processes: W3C Trace Context, of which nothing malformed is taken. */
final class Propagation {
    private static final String TRACEPARENT = "traceparent";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<Function<String, Optional<String>>> HEADERS =
            (headers, name) -> headers == null ? null : headers.apply(name).orElse(null);

    private Propagation() {}

    /** The caller's trace, or one of our own that nobody records unless a tracer begins it. */
    static Context received(Function<String, Optional<String>> headers) {
        return W3C.extract(Context.root(), headers, HEADERS);
    }

    static Context received(@Nullable String traceparent) {
        return traceparent == null
                ? Context.root()
                : received(name -> name.equals(TRACEPARENT) ? Optional.of(traceparent) : Optional.empty());
    }

    /** The trace that this thread works for, as a header; null outside of any. */
    static @Nullable String current() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid()
                ? "00-" + span.getTraceId() + '-' + span.getSpanId() + '-'
                        + span.getTraceFlags().asHex()
                : null;
    }

    /** The span itself or, where no tracer made a valid one, a stand-in with ids: log lines have a trace always. */
    static Span identified(Span span, IdGenerator ids) {
        return span.getSpanContext().isValid()
                ? span
                : Span.wrap(SpanContext.create(
                        ids.generateTraceId(), ids.generateSpanId(), TraceFlags.getDefault(), TraceState.getDefault()));
    }
}
