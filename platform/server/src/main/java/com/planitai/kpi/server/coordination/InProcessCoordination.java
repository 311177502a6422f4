package com.planitai.kpi.server.coordination;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** For a single instance, and for what one instance counts while the others cannot be reached. */
final class InProcessCoordination implements Coordination {
    static final long MAX_COUNTERS = 100_000;
    /** Characters of keys and values in the cache. */
    static final long MAX_CACHED_CHARACTERS = 16L * 1024 * 1024;

    /** A counter and when it is forgotten, in nanoseconds of the process. */
    private record Window(long total, long endsAt) {}

    private record Value(String json, Duration lifetime) {}

    private final LongSupplier nanoTime;
    private final Cache<Key, Window> counters;
    private final Cache<Key, Value> values;
    private final Map<Key, List<Mailbox<?>>> topics = new ConcurrentHashMap<>();
    private final Outcomes outcomes = new Outcomes();

    InProcessCoordination(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.counters = Caffeine.newBuilder()
                .ticker(nanoTime::getAsLong)
                .maximumSize(MAX_COUNTERS)
                .expireAfter(Expiry.creating(
                        (Key key, Window window) -> Duration.ofNanos(window.endsAt() - nanoTime.getAsLong())))
                .build();
        this.values = Caffeine.newBuilder()
                .ticker(nanoTime::getAsLong)
                .maximumWeight(MAX_CACHED_CHARACTERS)
                .weigher((Key key, Value value) ->
                        key.text().length() + value.json().length())
                .expireAfter(Expiry.writing((Key key, Value value) -> value.lifetime()))
                .build();
    }

    @Override
    public Count add(Key key, long amount, Duration window) {
        long now = nanoTime.getAsLong();
        Window counted = counters.asMap()
                .merge(
                        key,
                        new Window(amount, now + window.toNanos()),
                        (known, added) -> new Window(known.total() + added.total(), known.endsAt()));
        outcomes.add(Outcome.DONE);
        return new Count.Known(counted.total(), Duration.ofNanos(Math.max(0, counted.endsAt() - now)));
    }

    @Override
    public <T> Optional<T> get(Key key, Class<T> type) {
        Optional<T> value =
                Optional.ofNullable(values.getIfPresent(key)).flatMap(kept -> JsonText.read(kept.json(), type));
        outcomes.add(value.isPresent() ? Outcome.HIT : Outcome.MISS);
        return value;
    }

    @Override
    public void put(Key key, Object value, Duration lifetime) {
        JsonText.of(value)
                .ifPresentOrElse(
                        json -> {
                            values.put(key, new Value(json, lifetime));
                            outcomes.add(Outcome.DONE);
                        },
                        () -> outcomes.add(Outcome.FAILED));
    }

    @Override
    public void publish(Key topic, Object message) {
        JsonText.of(message)
                .ifPresentOrElse(
                        json -> {
                            topics.getOrDefault(topic, List.of()).forEach(mailbox -> deliver(mailbox, json));
                            outcomes.add(Outcome.DONE);
                        },
                        () -> outcomes.add(Outcome.FAILED));
    }

    @Override
    public <T> Subscription subscribe(Key topic, Class<T> type, Consumer<T> listener) {
        Mailbox<T> mailbox = Mailbox.open(topic, type, listener);
        topics.compute(topic, (key, known) -> {
            List<Mailbox<?>> mailboxes = known == null ? new CopyOnWriteArrayList<>() : known;
            mailboxes.add(mailbox);
            return mailboxes;
        });
        return () -> {
            topics.computeIfPresent(topic, (key, mailboxes) -> {
                mailboxes.remove(mailbox);
                return mailboxes.isEmpty() ? null : mailboxes;
            });
            mailbox.close();
        };
    }

    @Override
    public long count(Outcome outcome) {
        return outcomes.count(outcome);
    }

    @Override
    public void close() {
        topics.values().forEach(mailboxes -> mailboxes.forEach(Mailbox::close));
        topics.clear();
    }

    private void deliver(Mailbox<?> mailbox, String json) {
        if (!mailbox.deliver(json)) {
            outcomes.add(Outcome.FAILED);
        }
    }
}
