package com.planitai.kpi.server.listener;

import static net.logstash.logback.argument.StructuredArguments.kv;

import com.planitai.kpi.server.http.Caller;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One access line and one measurement a request. Never a query, a body, a header or a credential. */
final class RequestLog {
    private static final Logger ACCESS = LoggerFactory.getLogger("access");

    private final MeterRegistry meters;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    RequestLog(MeterRegistry meters) {
        this.meters = meters;
    }

    void completed(String method, String route, int status, Duration took, String traceId, @Nullable Caller caller) {
        timer(method, route, status).record(took);
        if (!ACCESS.isInfoEnabled()) {
            return;
        }
        String tenant =
                caller instanceof Caller.Member member ? member.tenant().value().toString() : null;
        String user = caller == null ? null : caller.user().toString();
        ACCESS.info(
                "request",
                kv("method", method),
                kv("route", route),
                kv("status", status),
                kv("durationMicros", took.toNanos() / 1_000),
                kv("traceId", traceId),
                kv("tenant", tenant),
                kv("user", user));
    }

    void failedInside() {
        meters.getOrCreate(
                        Counter.builder("http_server_errors_total").description("Requests that ended in a bug of ours"))
                .increment();
    }

    private Timer timer(String method, String route, int status) {
        String key = method + ' ' + route + ' ' + status;
        Timer known = timers.get(key);
        return known != null
                ? known
                : timers.computeIfAbsent(
                        key,
                        missing -> meters.getOrCreate(Timer.builder("http_server_requests")
                                .description("Requests by route and status")
                                .tags(List.of(
                                        Tag.create("method", method),
                                        Tag.create("route", route),
                                        Tag.create("status", Integer.toString(status))))));
    }
}
