package com.planitai.kpi.server.coordination;

import com.planitai.kpi.server.coordination.RedisLink.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** For instances that share a Redis (or Valkey) server. */
final class RedisCoordination implements Coordination {
    /** Subscriptions of an instance; each is a place on one of the client's connections. */
    static final int MAX_SUBSCRIPTIONS = 100;

    /** Adds, and lets the counter live for a window from its first addition on. Answers the total and the milliseconds left. */
    private static final String ADD = """
            local total = redis.call('INCRBY', KEYS[1], ARGV[1])
            local left = redis.call('PTTL', KEYS[1])
            if left < 0 then
              left = tonumber(ARGV[2])
              redis.call('PEXPIRE', KEYS[1], left)
            end
            return {total, left}
            """;

    private final Outcomes outcomes = new Outcomes();
    private final Set<RedisSubscription<?>> subscriptions = ConcurrentHashMap.newKeySet();
    private final RedisLink link;

    RedisCoordination(RedisSettings settings, Duration deadline) {
        this.link = RedisLink.open(settings, deadline, outcomes, this::attach);
    }

    @Override
    public Count add(Key key, long amount, Duration window) {
        Reply<List<Object>> reply = link.ask(client -> client.getScript(StringCodec.INSTANCE)
                .evalAsync(
                        RScript.Mode.READ_WRITE,
                        ADD,
                        RScript.ReturnType.LIST,
                        List.of(key.text()),
                        Long.toString(amount),
                        Long.toString(window.toMillis())));
        return switch (reply) {
            case Reply.Answered<List<Object>>(List<Object> numbers)
            when numbers != null -> {
                outcomes.add(Outcome.DONE);
                yield new Count.Known(number(numbers.get(0)), Duration.ofMillis(number(numbers.get(1))));
            }
            case Reply.Answered<List<Object>> nothing -> new Count.Unknown();
            case Reply.Silent<List<Object>> silent -> new Count.Unknown();
        };
    }

    @Override
    public <T> Optional<T> get(Key key, Class<T> type) {
        Reply<String> reply = link.ask(client ->
                client.<String>getBucket(key.text(), StringCodec.INSTANCE).getAsync());
        return switch (reply) {
            case Reply.Answered<String>(String json)
            when json != null -> {
                Optional<T> value = JsonText.read(json, type);
                outcomes.add(value.isPresent() ? Outcome.HIT : Outcome.MISS);
                yield value;
            }
            case Reply.Answered<String> nothing -> {
                outcomes.add(Outcome.MISS);
                yield Optional.empty();
            }
            case Reply.Silent<String> silent -> Optional.empty();
        };
    }

    @Override
    public void put(Key key, Object value, Duration lifetime) {
        Optional<String> json = JsonText.of(value);
        if (json.isEmpty()) {
            outcomes.add(Outcome.FAILED);
            return;
        }
        done(link.ask(client ->
                client.<String>getBucket(key.text(), StringCodec.INSTANCE).setAsync(json.get(), lifetime)));
    }

    @Override
    public void publish(Key topic, Object message) {
        Optional<String> json = JsonText.of(message);
        if (json.isEmpty()) {
            outcomes.add(Outcome.FAILED);
            return;
        }
        done(link.ask(client -> topic(client, topic).publishAsync(json.get())));
    }

    @Override
    public <T> Subscription subscribe(Key topic, Class<T> type, Consumer<T> listener) {
        if (subscriptions.size() >= MAX_SUBSCRIPTIONS) {
            throw new IllegalStateException("expected at most " + MAX_SUBSCRIPTIONS + " subscriptions");
        }
        RedisSubscription<T> subscription = new RedisSubscription<>(
                topic, Mailbox.open(topic, type, listener), () -> outcomes.add(Outcome.FAILED), subscriptions::remove);
        subscriptions.add(subscription);
        link.client().ifPresent(this::attach);
        return subscription;
    }

    @Override
    public long count(Outcome outcome) {
        return outcomes.count(outcome);
    }

    @Override
    public void close() {
        subscriptions.forEach(RedisSubscription::close);
        link.close();
    }

    /** Whether the server answered when it was last asked. */
    boolean answering() {
        return link.client().isPresent();
    }

    private void attach(RedissonClient client) {
        for (RedisSubscription<?> subscription : subscriptions) {
            subscription.attach(topic(client, subscription.topic()));
        }
    }

    private void done(Reply<?> reply) {
        if (reply instanceof Reply.Answered<?>) {
            outcomes.add(Outcome.DONE);
        }
    }

    private static RTopic topic(RedissonClient client, Key topic) {
        return client.getTopic(topic.text(), StringCodec.INSTANCE);
    }

    private static long number(Object answered) {
        return Long.parseLong(answered.toString());
    }
}
