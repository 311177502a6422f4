package com.planitai.kpi.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InProcessCoordinationTest extends CoordinationContract {
    private final Coordination coordination = CoordinationFeature.inProcess(System::nanoTime);

    @AfterEach
    void close() {
        coordination.close();
    }

    @Override
    Coordination here() {
        return coordination;
    }

    @Override
    Coordination there() {
        return coordination;
    }

    @Test
    void keepsACounterToTheEndOfItsWindowAndNoLonger() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
        Coordination counting = new InProcessCoordination(now::get);
        Key key = Key.of("test", "window");

        counting.add(key, 1, Duration.ofSeconds(60));
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(counting.add(key, 1, Duration.ofSeconds(60))).isEqualTo(new Count.Known(2, Duration.ofSeconds(1)));
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(counting.add(key, 1, Duration.ofSeconds(60))).isEqualTo(new Count.Known(1, Duration.ofSeconds(60)));
    }

    @Test
    void keepsNoMoreThanItsShareOfTheMemory() {
        String value = "x".repeat(60_000);
        long fits = InProcessCoordination.MAX_CACHED_CHARACTERS / value.length();
        int puts = (int) fits + 100;
        IntStream.range(0, puts).forEach(number -> coordination.put(key(number), value, LONG));

        Eventually.is(
                "evicted",
                () -> IntStream.range(0, puts)
                                .filter(number -> coordination
                                        .get(key(number), String.class)
                                        .isPresent())
                                .count()
                        <= fits);
    }

    @Test
    void dropsMessagesRatherThanWaitingForASlowSubscriber() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger heard = new AtomicInteger();
        Key topic = Key.of("test", UUID.randomUUID().toString());
        try (var _ = coordination.subscribe(topic, Integer.class, number -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
            heard.incrementAndGet();
        })) {
            coordination.publish(topic, 0);
            begun.await();
            IntStream.rangeClosed(1, Mailbox.MAX_WAITING + 10).forEach(number -> coordination.publish(topic, number));
            assertThat(coordination.count(Coordination.Outcome.FAILED)).isEqualTo(10);
            go.countDown();
            Eventually.is("the waiting ones are heard", () -> heard.get() == Mailbox.MAX_WAITING + 1);
        }
    }

    private static Key key(int number) {
        return Key.of("test", "memory-" + number);
    }
}
