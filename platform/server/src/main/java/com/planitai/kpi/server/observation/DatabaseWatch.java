package com.planitai.kpi.server.observation;

import com.planitai.kpi.tenancy.DatabaseObserver;
import com.planitai.kpi.tenancy.PoolFigures;
import io.helidon.metrics.api.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Pools as metrics and figures; transactions as spans of the request or job that they serve. */
final class DatabaseWatch implements DatabaseObserver {
    /** Whose figures stand in the lines of each minute: requests and jobs wait here. */
    private static final String REQUEST_POOL = "requests";

    private static final String SYSTEM = "postgresql";
    private static final String CONNECTED = "connected";
    private static final int MAX_CAUSES = 20;

    private final Meters meters;
    private final Tracer tracer;
    private final Figures figures;
    private final Map<String, Timer> waits = new ConcurrentHashMap<>();
    private final LongAccumulator longestWaitNanos = new LongAccumulator(Math::max, 0);

    DatabaseWatch(Meters meters, Tracer tracer, Figures figures) {
        this.meters = meters;
        this.tracer = tracer;
        this.figures = figures;
    }

    @Override
    public void opened(PoolFigures pool) {
        connections(pool, "active", pool.active());
        connections(pool, "idle", pool.idle());
        connections(pool, "pending", pool.waiting());
        connections(pool, "limit", pool::limit);
        if (pool.name().equals(REQUEST_POOL)) {
            figures.add("poolActive", pool.active()::getAsInt);
            figures.add("poolPending", pool.waiting()::getAsInt);
            figures.add(
                    "poolWaitMaxMillis",
                    () -> Duration.ofNanos(longestWaitNanos.getThenReset()).toMillis());
        }
    }

    @Override
    public void waited(String pool, Duration time) {
        Timer wait = waits.get(pool);
        if (wait == null) {
            wait = waits.computeIfAbsent(
                    pool,
                    first -> meters.timer(
                            "db_pool_wait", "Time that a thread waited for a connection", Map.of("pool", first)));
        }
        wait.record(time);
        if (pool.equals(REQUEST_POOL)) {
            longestWaitNanos.accumulate(time.toNanos());
        }
    }

    /** Only what serves something: polls of our own would be traces of nothing. */
    @Override
    public ObservedTransaction begins(TransactionKind kind) {
        if (!Span.current().isRecording()) {
            return ObservedTransaction.UNSEEN;
        }
        String operation = operation(kind);
        return new TransactionSpan(tracer.spanBuilder(operation)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(Attribute.DATABASE, SYSTEM)
                .setAttribute(Attribute.OPERATION, operation)
                .startSpan());
    }

    private void connections(PoolFigures pool, String state, IntSupplier count) {
        meters.gauge(
                "db_pool_connections",
                "Connections by state; pending are the threads that wait for one",
                Map.of("pool", pool.name(), "state", state),
                count::getAsInt);
    }

    private static String operation(TransactionKind kind) {
        return switch (kind) {
            case TENANT_READING -> "READ tenant";
            case TENANT_WRITING -> "WRITE tenant";
            case DIRECTORY -> "WRITE directory";
        };
    }

    private record TransactionSpan(Span span) implements ObservedTransaction {
        @Override
        public void connected() {
            span.addEvent(CONNECTED);
        }

        /** The reason's text stays away: it may quote what a person wrote. */
        @Override
        public void ended(@Nullable Throwable failure) {
            if (failure != null) {
                span.setAttribute(Attribute.ERROR_TYPE, failure.getClass().getName());
                sqlState(failure);
            }
            span.end();
        }

        /** Only the database's own refusals are errors; our work also rolls back on purpose. */
        private void sqlState(Throwable failure) {
            Throwable cause = failure;
            for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
                if (cause instanceof SQLException refusal) {
                    span.setAttribute(Attribute.SQL_STATE, Objects.requireNonNullElse(refusal.getSQLState(), ""))
                            .setStatus(StatusCode.ERROR);
                    return;
                }
                cause = cause.getCause();
            }
        }
    }
}
