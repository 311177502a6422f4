package com.planitai.kpi.server.coordination;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Counters, a small cache and messages that all instances share. It holds only what may vanish at any moment: a caller that
 * cannot be told something gets {@link Count.Unknown} or nothing, within {@link #DEADLINE} and never as an exception. Values
 * and messages travel as JSON, so that releases and languages can differ. Safe for use by many threads.
 */
public interface Coordination extends AutoCloseable {
    /** Longest that any operation keeps its caller. */
    Duration DEADLINE = Duration.ofMillis(50);

    /** Largest cached value or message as JSON; a larger one is not kept, and not sent. */
    int MAX_VALUE_BYTES = 64 * 1024;

    /**
     * Adds to a counter, which begins at zero with the first addition and is forgotten a window later.
     *
     * @param amount 1 or more
     */
    Count add(Key key, long amount, Duration window);

    /** The value kept under this key; nothing when there is none, or none that is a {@code type}. */
    <T> Optional<T> get(Key key, Class<T> type);

    /** Keeps the value for at most this long. */
    void put(Key key, Object value, Duration lifetime);

    /** Sends to whoever listens now, on every instance, this one included; at most once. */
    void publish(Key topic, Object message);

    /**
     * Calls the listener with each message of the topic, one after the other on a thread of its own. Lasts through restarts of
     * the server behind it, whose messages of that time are lost.
     */
    <T> Subscription subscribe(Key topic, Class<T> type, Consumer<T> listener);

    /** How often operations of this instance have ended so. */
    long count(Outcome outcome);

    @Override
    void close();

    /** How an operation ended. */
    enum Outcome {
        /** A cached value was there. */
        HIT,
        /** There was none. */
        MISS,
        /** Counted, kept or sent. */
        DONE,
        /** No answer in time, an error, or a value that is too large. */
        FAILED,
        /** Not tried, because the server is known not to answer. */
        SKIPPED
    }

    /** Ends when it is closed. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
