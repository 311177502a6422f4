package com.planitai.kpi.tenancy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database what has changed since it was last asked: one statement for all tenants, {@link #INTERVAL} apart on a
 * thread of its own, so that requests find the answer in memory; a request that finds an old one asks itself. Thread-safe.
 */
final class TenantWatch implements AutoCloseable {
    /** Half of what an answer may be old, so that a request has to ask only when this thread is held up. */
    static final Duration INTERVAL = TenantDirectory.STALENESS_LIMIT.dividedBy(2);

    private static final Logger LOG = LoggerFactory.getLogger(TenantWatch.class);
    /**
     * A transaction that this statement does not see has a number of at least {@code settled}, whenever it commits: so the
     * next answer, which begins there, misses none, though numbers are not given in the order of commits.
     */
    private static final String CHANGES = """
            SELECT change, CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) AS settled, tenant, version
            FROM tenant_change
            LEFT JOIN tenant_version ON changed_by >= CAST(CAST(:since AS text) AS xid8)
            """;

    private static final long BEGINNING = 0;

    /**
     * @param change number of changes to the directory
     * @param settled transactions before it will never be news again
     * @param asked when, so that everything committed before is known
     */
    record Seen(long change, long settled, Instant asked) {}

    private record Row(long change, long settled, @Nullable UUID tenant, long version) {}

    private final Transactions transactions;
    private final KnownVersions versions;
    private final Clock clock;
    private final AtomicReference<@Nullable CompletableFuture<Seen>> asking = new AtomicReference<>();
    private final Thread thread = Thread.ofVirtual().name("tenant-watch").unstarted(this::keepAsking);
    private volatile @Nullable Seen seen;

    TenantWatch(Transactions transactions, KnownVersions versions, Clock clock) {
        this.transactions = transactions;
        this.versions = versions;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** What was seen at most {@link TenantDirectory#STALENESS_LIMIT} ago. */
    Seen fresh() {
        Seen last = seen;
        if (last != null && isFresh(last)) {
            return last;
        }
        Seen answered = ask();
        // Whoever joined a question may have joined one that had waited long for its answer.
        return isFresh(answered) ? answered : ask();
    }

    private boolean isFresh(Seen last) {
        Duration age = Duration.between(last.asked(), clock.instant());
        return !age.isNegative() && age.compareTo(TenantDirectory.STALENESS_LIMIT) < 0;
    }

    /** Once for all who ask at the same time. */
    private Seen ask() {
        var mine = new CompletableFuture<Seen>();
        CompletableFuture<Seen> other = asking.compareAndExchange(null, mine);
        if (other != null) {
            return await(other);
        }
        // Gone before it is done: whoever was not content with it must not meet it again.
        try {
            Seen answered = answered();
            seen = answered;
            asking.set(null);
            mine.complete(answered);
            return answered;
        } catch (RuntimeException | Error failure) {
            asking.set(null);
            mine.completeExceptionally(failure);
            throw failure;
        }
    }

    private static Seen await(CompletableFuture<Seen> other) {
        try {
            return other.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private Seen answered() {
        Seen last = seen;
        long since = last == null ? BEGINNING : last.settled();
        Seen answered = changesSince(since);
        // Numbers only rise, unless another server took this one's place: then what was counted means nothing.
        return answered.settled() < since ? changesSince(BEGINNING) : answered;
    }

    private Seen changesSince(long since) {
        return transactions.inDirectory(transaction -> {
            Instant asked = clock.instant();
            List<Row> rows = transaction
                    .createQuery(CHANGES)
                    .bind("since", Long.toString(since))
                    .map((row, context) -> new Row(
                            row.getLong("change"),
                            row.getLong("settled"),
                            row.getObject("tenant", UUID.class),
                            row.getLong("version")))
                    .list();
            for (Row row : rows) {
                if (row.tenant() != null) {
                    versions.heard(new TenantId(row.tenant()), row.version());
                }
            }
            return new Seen(rows.getFirst().change(), rows.getFirst().settled(), asked);
        });
    }

    private void keepAsking() {
        boolean answering = true;
        try {
            while (true) {
                try {
                    ask();
                    answering = true;
                } catch (RuntimeException failure) {
                    if (answering) {
                        LOG.warn("what changed cannot be asked: requests fail until it can: {}", failure.getMessage());
                    }
                    answering = false;
                }
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
