package com.planitai.kpi.server.limit;

import java.time.Duration;

/**
 * So many requests in a window.
 *
 * <p>An instance tells the others about every {@link #batch()}-th request only. In the time between, each of {@code n}
 * instances may have admitted {@code batch - 1} requests that the others do not know of, so that all together admit at most
 * {@code n * (batch - 1)} more than the limit, and never less than it.
 */
record Limit(long requests, Duration window) {
    /** A share of the limit that an instance may admit without asking: one in twenty. */
    private static final long BATCHES = 20;

    Limit {
        if (requests < 1 || window.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "limit: expected 1 or more requests in 1 s or more, got " + requests + " in " + window);
        }
    }

    long batch() {
        return Math.max(1, requests / BATCHES);
    }

    /** The part of one instance when it counts alone. */
    Limit share(int instances) {
        return new Limit(Math.max(1, requests / instances), window);
    }
}
