package com.planitai.kpi.server.observation;

import com.planitai.kpi.server.http.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Fields that stand in every line a request or a job logs. */
final class LogContext {
    static final String REQUEST_ID = "requestId";
    static final String TRACE_ID = "traceId";
    static final String TENANT = "tenant";
    static final String USER = "user";
    static final String JOB = "job";
    static final List<String> KEYS = List.of(REQUEST_ID, TRACE_ID, TENANT, USER, JOB);

    private LogContext() {}

    static void ofRequest(String requestId, String traceId) {
        MDC.put(REQUEST_ID, requestId);
        MDC.put(TRACE_ID, traceId);
    }

    static void calledBy(Caller caller) {
        MDC.put(USER, caller.user().toString());
        String tenant = tenant(caller);
        if (tenant != null) {
            MDC.put(TENANT, tenant);
        }
    }

    static void ofJob(String id, String tenant, String traceId) {
        MDC.put(JOB, id);
        MDC.put(TENANT, tenant);
        MDC.put(TRACE_ID, traceId);
    }

    static @Nullable String tenant(@Nullable Caller caller) {
        return caller instanceof Caller.Member member ? member.tenant().toString() : null;
    }

    static void clear() {
        MDC.clear();
    }
}
