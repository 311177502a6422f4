package com.planitai.kpi.server.observation;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small work that is done again and again, on a thread of its own, until it is closed. A run that fails does not end it. */
public final class Periodic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private final ScheduledExecutorService executor;

    private Periodic(ScheduledExecutorService executor) {
        this.executor = executor;
    }

    /** Begins after the first pause; a run that takes longer than the pause delays the next. */
    public static Periodic start(String name, Duration between, Runnable work) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
        var _ = executor.scheduleWithFixedDelay(
                () -> run(name, work), between.toNanos(), between.toNanos(), TimeUnit.NANOSECONDS);
        return new Periodic(executor);
    }

    /** Does not wait for a run that is under way; it is interrupted. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static void run(String name, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.warn("{} failed and is tried again", name, failure);
        }
    }
}
