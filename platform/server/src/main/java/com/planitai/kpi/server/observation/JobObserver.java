package com.planitai.kpi.server.observation;

import io.helidon.metrics.api.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Follows attempts at jobs: log context, span and timer. A job goes on with the trace of the request that queued it. */
public final class JobObserver {
    /** How an attempt ended. */
    public enum Outcome {
        SUCCEEDED,
        /** The content was at fault, or it failed too often. */
        FAILED,
        CANCELLED,
        /** It failed by our fault and is tried again. */
        RETRIED
    }

    private final Meters meters;
    private final Tracer tracer;
    private final IdGenerator ids = IdGenerator.random();

    JobObserver(Meters meters, Tracer tracer) {
        this.meters = meters;
        this.tracer = tracer;
    }

    /** The trace that this thread works for, to be kept with a job that is queued now. */
    public @Nullable String origin() {
        return Propagation.current();
    }

    /**
     * An attempt begins on this thread, which sees it to its end.
     *
     * @param kind one of the registered ones
     * @param origin what {@link #origin} said when the job was queued
     */
    public ObservedJob begin(UUID tenant, UUID job, String kind, @Nullable String origin) {
        long started = System.nanoTime();
        Context parent = Propagation.received(origin);
        Span span = Propagation.identified(
                tracer.spanBuilder("job " + kind)
                        .setParent(parent)
                        .setSpanKind(SpanKind.CONSUMER)
                        .setAttribute(Attribute.JOB_KIND, kind)
                        .setAttribute(Attribute.JOB_ID, job.toString())
                        .setAttribute(Attribute.TENANT, tenant.toString())
                        .startSpan(),
                ids);
        LogContext.ofJob(
                job.toString(), tenant.toString(), span.getSpanContext().getTraceId());
        return new ObservedJob(this, kind, span, span.storeInContext(parent), started);
    }

    Timer timer(String kind, Outcome outcome) {
        return meters.jobTimer(
                "job",
                "Attempts at jobs",
                Map.of("kind", kind, "outcome", outcome.name().toLowerCase(Locale.ROOT)));
    }
}
