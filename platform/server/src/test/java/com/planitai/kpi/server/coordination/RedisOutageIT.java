package com.planitai.kpi.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.coordination.Coordination.Outcome;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that dies, hangs, forgets and comes back: callers miss something, wait hardly, and never fail. */
class RedisOutageIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** For a thread to get its turn on a busy machine, on top of the deadline; without a deadline, the client waits 3 s. */
    private static final Duration SCHEDULING = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(5);

    private static final int CALLS = 300;

    private final Key key = Key.of("test", UUID.randomUUID().toString());
    private final Key topic = Key.of("test", UUID.randomUUID().toString());
    private final Queue<Integer> heard = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();

    private RedisServer server;
    private RedisCoordination here;
    private RedisCoordination there;

    @BeforeEach
    void open() {
        server = RedisServer.start();
        here = new RedisCoordination(server.settings(), Coordination.DEADLINE);
        there = new RedisCoordination(server.settings(), Coordination.DEADLINE);
        there.subscribe(topic, Integer.class, heard::add);
        works();
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
        server.close();
    }

    @Test
    void missesWhileTheServerIsDeadAndWorksAfterItCameBack() throws Exception {
        server.kill();
        isOutOfReach();
        server.restart();
        works();
        assertThat(here.get(key, String.class)).isEmpty();
    }

    @Test
    void missesWhileTheServerHangsAndWorksAfterItWentOn() throws Exception {
        server.hang();
        isOutOfReach();
        server.resume();
        works();
    }

    @Test
    void survivesSeveralOutagesOfSeveralKinds() throws Exception {
        for (int outage = 0; outage < 3; outage++) {
            server.hang();
            isOutOfReach();
            server.kill();
            isOutOfReach();
            server.restart();
            works();
        }
    }

    @Test
    void beginsAgainAfterTheServerForgotEverything() {
        here.put(key, "value", MINUTE);
        add(here, key);
        Eventually.is("kept", () -> here.get(key, String.class).isPresent());

        server.flush();

        assertThat(here.get(key, String.class)).isEmpty();
        works();
    }

    @Test
    void startsBeforeTheServerDoes() throws Exception {
        server.kill();
        long begun = System.nanoTime();
        Queue<Integer> late = new ConcurrentLinkedQueue<>();
        try (RedisCoordination early = new RedisCoordination(server.settings(), Coordination.DEADLINE)) {
            early.subscribe(topic, Integer.class, late::add);
            assertThat(early.add(key, 1, MINUTE)).isEqualTo(new Count.Unknown());
            assertThat(early.get(key, String.class)).isEmpty();
            early.put(key, "value", MINUTE);
            early.publish(topic, 1);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SCHEDULING);

            server.restart();
            Eventually.is("it counts", () -> early.add(key, 1, MINUTE) instanceof Count.Known);
            Eventually.is("it hears", () -> {
                early.publish(topic, sent.incrementAndGet());
                return !late.isEmpty();
            });
        }
    }

    @Test
    void endsWhileTheServerHangs() throws Exception {
        server.hang();
        long begun = System.nanoTime();
        here.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(here.add(key, 1, MINUTE)).isEqualTo(new Count.Unknown());
    }

    /** Many calls, each short, nearly all of them without the deadline; none throws. */
    private void isOutOfReach() {
        long skipped = here.count(Outcome.SKIPPED);
        Duration all = Duration.ZERO;
        for (int call = 0; call < CALLS; call++) {
            all = all.plus(timed(() -> here.get(key, String.class)));
            all = all.plus(timed(() -> here.add(key, 1, MINUTE)));
            all = all.plus(timed(() -> {
                here.put(key, "value", MINUTE);
                here.publish(topic, -1);
                return true;
            }));
        }
        Eventually.is("known to be out of reach", () -> {
            here.get(key, String.class);
            return !here.answering();
        });
        assertThat(here.get(key, String.class)).isEmpty();
        assertThat(here.add(key, 1, MINUTE)).isEqualTo(new Count.Unknown());
        assertThat(here.count(Outcome.SKIPPED)).isGreaterThan(skipped + CALLS);
        assertThat(all)
                .isLessThan(Coordination.DEADLINE
                        .multipliedBy(2L * RedisLink.FAILURES_IN_A_ROW)
                        .plus(SCHEDULING));
    }

    private Duration timed(Supplier<?> call) {
        long begun = System.nanoTime();
        var _ = call.get();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(took).isLessThan(Coordination.DEADLINE.multipliedBy(2).plus(SCHEDULING));
        return took;
    }

    /** Both instances count together, and the subscription, made before all outages, hears what the other says, once. */
    private void works() {
        Eventually.is("both answer", () -> {
            Key fresh = Key.of("test", UUID.randomUUID().toString());
            add(here, fresh);
            return there.add(fresh, 1, MINUTE) instanceof Count.Known known && known.total() == 2;
        });
        Eventually.is("a message arrives", () -> {
            int message = sent.incrementAndGet();
            here.publish(topic, message);
            long patience = System.nanoTime() + SCHEDULING.toNanos();
            while (!heard.contains(message) && System.nanoTime() < patience) {
                LockSupport.parkNanos(POLL.toNanos());
            }
            return heard.contains(message);
        });
        assertThat(heard.stream().filter(number -> number > 0)).doesNotHaveDuplicates();
        heard.clear();
    }

    private static void add(Coordination coordination, Key key) {
        coordination.add(key, 1, MINUTE);
    }
}
