package com.planitai.kpi.server.coordination;

import com.planitai.kpi.server.coordination.Coordination.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RFuture;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the server and the breaker on it. A thread of its own connects, and tries a silent server again, so that the start
 * waits for nobody, and callers wait for a silent server no more than {@link #FAILURES_IN_A_ROW} times.
 */
final class RedisLink implements AutoCloseable {
    /** So many failures one after the other, and nobody asks until the server answers a trial. */
    static final int FAILURES_IN_A_ROW = 3;
    /** Between two looks at a server that was reached before. */
    static final Duration TRIAL_INTERVAL = Duration.ofMillis(250);
    /** Between two attempts to reach it for the first time, each of which makes and ends a client. */
    static final Duration CONNECT_INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    /** A write, for a server may answer reads and yet be full or a replica. */
    private static final Key TRIAL = Key.of("coordination", "trial");

    private static final Duration TRIAL_LIFETIME = Duration.ofSeconds(1);
    /** The first answer may be slow while the program starts. */
    private static final Duration TRIAL_DEADLINE = Duration.ofSeconds(2);
    /** For an end that may not take long. */
    private static final Duration SHUT_DOWN_TIME = Duration.ofSeconds(2);

    private final RedisSettings settings;
    private final Duration deadline;
    private final Outcomes outcomes;
    private final Consumer<RedissonClient> upkeep;
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final Thread keeper;
    private volatile @Nullable RedissonClient client;
    private volatile boolean answering;
    private volatile boolean closed;

    /** What came of a command. */
    sealed interface Reply<T> {
        /** The value is null where the server has none. */
        record Answered<T>(@Nullable T value) implements Reply<T> {}

        record Silent<T>() implements Reply<T> {}
    }

    private RedisLink(RedisSettings settings, Duration deadline, Outcomes outcomes, Consumer<RedissonClient> upkeep) {
        this.settings = settings;
        this.deadline = deadline;
        this.outcomes = outcomes;
        this.upkeep = upkeep;
        this.keeper = Thread.ofVirtual().name("redis-link").unstarted(this::keep);
    }

    /**
     * Begins to connect.
     *
     * @param upkeep is called again and again with a server that answers; it may not wait
     */
    static RedisLink open(
            RedisSettings settings, Duration deadline, Outcomes outcomes, Consumer<RedissonClient> upkeep) {
        RedisLink link = new RedisLink(settings, deadline, outcomes, upkeep);
        link.keeper.start();
        return link;
    }

    /** The client of a server that answers. */
    Optional<RedissonClient> client() {
        return answering ? Optional.ofNullable(client) : Optional.empty();
    }

    /** Asks the server and waits for at most the deadline; a server that is known to be silent is not asked. */
    <T> Reply<T> ask(Function<RedissonClient, RFuture<T>> command) {
        RedissonClient current = client;
        if (current == null || !answering) {
            outcomes.add(Outcome.SKIPPED);
            return new Reply.Silent<>();
        }
        try {
            Reply<T> reply = new Reply.Answered<>(within(deadline, command.apply(current)));
            failuresInARow.set(0);
            return reply;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException failure) {
            failed(failure);
        }
        outcomes.add(Outcome.FAILED);
        return new Reply.Silent<>();
    }

    /** A client that is being made now is ended by the thread that makes it. */
    @Override
    public void close() {
        closed = true;
        answering = false;
        keeper.interrupt();
        shutDown(client);
    }

    private static void shutDown(@Nullable RedissonClient ending) {
        if (ending != null) {
            ending.shutdown(0, SHUT_DOWN_TIME.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void failed(Exception failure) {
        if (failuresInARow.incrementAndGet() >= FAILURES_IN_A_ROW && answering) {
            answering = false;
            LOG.warn("{} does not answer ({}): this instance goes on alone", settings.address(), reason(failure));
        }
    }

    private void keep() {
        try {
            boolean refused = false;
            while (!closed) {
                try {
                    RedissonClient current = connected();
                    if (!answering) {
                        tryOut(current);
                    }
                    upkeep.accept(current);
                    refused = false;
                } catch (ExecutionException | TimeoutException | RuntimeException failure) {
                    if (!refused && failuresInARow.get() == 0) {
                        LOG.warn(
                                "{} cannot be used ({}): this instance goes on alone",
                                settings.address(),
                                reason(failure));
                    }
                    refused = true;
                }
                Thread.sleep(client == null ? CONNECT_INTERVAL : TRIAL_INTERVAL);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private RedissonClient connected() {
        RedissonClient current = client;
        if (current == null) {
            current = Redisson.create(RedisConfiguration.of(settings));
            client = current;
            if (closed) {
                shutDown(current);
            }
        }
        return current;
    }

    private void tryOut(RedissonClient current) throws ExecutionException, TimeoutException, InterruptedException {
        within(
                TRIAL_DEADLINE,
                current.getBucket(TRIAL.text(), StringCodec.INSTANCE).setAsync("1", TRIAL_LIFETIME));
        failuresInARow.set(0);
        answering = !closed;
        LOG.info("{} answers", settings.address());
    }

    private static <T> @Nullable T within(Duration deadline, RFuture<T> asked)
            throws ExecutionException, TimeoutException, InterruptedException {
        CompletableFuture<T> future = asked.toCompletableFuture();
        try {
            return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            // Does nothing to an answer; without one, the client forgets the command.
            future.cancel(false);
        }
    }

    /** The kind of failure alone: the client's messages quote commands. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }
}
