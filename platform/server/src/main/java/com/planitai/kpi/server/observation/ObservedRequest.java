package com.planitai.kpi.server.observation;

import static net.logstash.logback.argument.StructuredArguments.kv;

import com.planitai.kpi.server.http.Caller;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request under way. Belongs to one thread. Nothing here has seen a query, a body, a header's value or a path. */
public final class ObservedRequest {
    /** As nginx counts a caller who went away before the answer. */
    public static final int CALLER_GONE = 499;

    /** What a request ends with when not even a problem could be written. */
    public static final int UNANSWERED = 500;

    private static final Logger ACCESS = LoggerFactory.getLogger("access");
    private static final String EVENT = "request";
    private static final int MOST_FIELDS = 7;
    private static final int FIRST_SERVER_ERROR = 500;

    private final RequestLines.Line line;
    private final String requestId;
    private final Span span;
    private final Scope scope;
    private final long started;
    private @Nullable Caller caller;

    /** The scope is closed at the end. */
    @SuppressWarnings("MustBeClosedChecker")
    ObservedRequest(RequestLines.Line line, String requestId, Span span, Context context, long started) {
        this.line = line;
        this.requestId = requestId;
        this.span = span;
        this.scope = context.makeCurrent();
        this.started = started;
        LogContext.ofRequest(requestId, traceId());
    }

    /** Ours alone, for this one request. */
    public String requestId() {
        return requestId;
    }

    /** The caller's, where it sent one; several requests may share it. */
    public String traceId() {
        return span.getSpanContext().getTraceId();
    }

    /** Who has signed in; null where nobody has. */
    public void calledBy(@Nullable Caller known) {
        caller = known;
        if (known != null) {
            LogContext.calledBy(known);
        }
    }

    /** The answer has been sent, or never will be. */
    public void end(int status) {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        line.timer(status).record(took);
        log(status, took);
        if (span.isRecording()) {
            describe(status);
        }
        span.end();
        scope.close();
        LogContext.clear();
    }

    private void log(int status, Duration took) {
        if (!ACCESS.isInfoEnabled()) {
            return;
        }
        // Request, trace and, where they are known, tenant and user stand in the log context already.
        List<Object> fields = new ArrayList<>(MOST_FIELDS);
        fields.add(kv("event", EVENT));
        fields.add(kv("method", line.method()));
        fields.add(kv("route", line.route()));
        fields.add(kv("status", status));
        fields.add(kv("durationMicros", took.toNanos() / 1_000));
        if (LogContext.tenant(caller) == null) {
            fields.add(kv("tenant", null));
        }
        if (caller == null) {
            fields.add(kv("user", null));
        }
        ACCESS.info(EVENT, fields.toArray());
    }

    private void describe(int status) {
        span.setAttribute(Attribute.METHOD, line.method())
                .setAttribute(Attribute.ROUTE, line.route())
                .setAttribute(Attribute.STATUS, status)
                .setAttribute(Attribute.REQUEST_ID, requestId);
        Caller known = caller;
        if (known != null) {
            span.setAttribute(Attribute.USER, known.user().toString());
            String tenant = LogContext.tenant(known);
            if (tenant != null) {
                span.setAttribute(Attribute.TENANT, tenant);
            }
        }
        if (status >= FIRST_SERVER_ERROR) {
            span.setAttribute(Attribute.ERROR_TYPE, Integer.toString(status)).setStatus(StatusCode.ERROR);
        }
    }
}
