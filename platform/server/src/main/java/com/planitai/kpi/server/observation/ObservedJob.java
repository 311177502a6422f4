package com.planitai.kpi.server.observation;

import com.planitai.kpi.server.observation.JobObserver.Outcome;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.Locale;

/** One attempt at a job. Belongs to one thread. Tried again, unless it is told otherwise. */
public final class ObservedJob implements AutoCloseable {
    private final JobObserver observer;
    private final String kind;
    private final Span span;
    private final Scope scope;
    private final long started;
    private Outcome outcome = Outcome.RETRIED;

    /** The scope is closed at the end. */
    @SuppressWarnings("MustBeClosedChecker")
    ObservedJob(JobObserver observer, String kind, Span span, Context context, long started) {
        this.observer = observer;
        this.kind = kind;
        this.span = span;
        this.scope = context.makeCurrent();
        this.started = started;
    }

    public void ended(Outcome how) {
        outcome = how;
    }

    @Override
    public void close() {
        observer.timer(kind, outcome).record(Duration.ofNanos(System.nanoTime() - started));
        span.setAttribute(Attribute.JOB_OUTCOME, outcome.name().toLowerCase(Locale.ROOT));
        if (outcome == Outcome.RETRIED) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
        scope.close();
        LogContext.clear();
    }
}
