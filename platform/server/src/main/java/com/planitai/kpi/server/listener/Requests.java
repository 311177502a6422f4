package com.planitai.kpi.server.listener;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** How many requests are under way, and whether new ones are still wanted. */
public final class Requests {
    private static final long POLL_MILLIS = 20;

    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean draining;

    void begin() {
        underWay.incrementAndGet();
    }

    void end() {
        underWay.decrementAndGet();
    }

    public boolean draining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    /** Waits until no request is under way, at most this long; false when some still are. */
    boolean awaitIdle(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (underWay.get() > 0) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }
}
