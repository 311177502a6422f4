package com.planitai.kpi.server.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The latest events of one tenant on this instance, numbered, for all who read them and those who come back. Thread-safe. */
final class Feed {
    /** Events that a reader may fall behind, or be away for. */
    static final int MOST_KEPT = 256;

    private static final Pattern ID = Pattern.compile("([0-9a-f-]{1,40})-([0-9]{1,18})");

    private final String id;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Deque<Event> kept = new ArrayDeque<>();
    private long last;
    private boolean ended;

    /** @param id of which no other feed anywhere has the same; hexadecimal digits and hyphens */
    Feed(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    void add(Event.Type type, Object data) {
        lock.lock();
        try {
            last++;
            kept.addLast(new Event(last, type, data));
            if (kept.size() > MOST_KEPT) {
                kept.removeFirst();
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The number that an event's id stands for; empty for the id of another feed, or of an event that never was. */
    OptionalLong number(String eventId) {
        Matcher matcher = ID.matcher(eventId);
        if (!matcher.matches() || !matcher.group(1).equals(id)) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(matcher.group(2));
        return number <= last() ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** What came after an event. */
    sealed interface Next {
        /** Empty when nothing came in time. */
        record Events(List<Event> events) implements Next {}

        /** Some of it is kept no longer. */
        record Gap() implements Next {}

        /** Nothing will come any more. */
        record End() implements Next {}
    }

    Next after(long number, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (last == number && !ended && left > 0) {
                left = more.awaitNanos(left);
            }
            if (ended) {
                return new Next.End();
            }
            if (number < last - kept.size()) {
                return new Next.Gap();
            }
            List<Event> events = new ArrayList<>();
            for (Event event : kept) {
                if (event.number() > number) {
                    events.add(event);
                }
            }
            return new Next.Events(events);
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
