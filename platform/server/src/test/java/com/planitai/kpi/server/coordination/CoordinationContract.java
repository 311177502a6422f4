package com.planitai.kpi.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.coordination.Coordination.Outcome;
import com.planitai.kpi.server.coordination.Coordination.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What every implementation promises. {@link #here} and {@link #there} are two instances of the same service. */
abstract class CoordinationContract {
    static final Duration LONG = Duration.ofMinutes(1);
    static final Duration SHORT = Duration.ofMillis(200);

    record Greeting(String text, int number) {}

    private final Key key = Key.of("test", UUID.randomUUID().toString());

    abstract Coordination here();

    abstract Coordination there();

    @Test
    void countsTogether() {
        assertThat(total(here().add(key, 2, LONG))).isEqualTo(2);
        assertThat(total(there().add(key, 40, LONG))).isEqualTo(42);
        assertThat(total(here().add(Key.of("test", UUID.randomUUID().toString()), 1, LONG)))
                .isEqualTo(1);
    }

    @Test
    void losesNoAdditionOfMany() throws Exception {
        List<Future<?>> additions = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int addition = 0; addition < 200; addition++) {
                Coordination instance = addition % 2 == 0 ? here() : there();
                additions.add(threads.submit(() -> instance.add(key, 1, LONG)));
            }
            for (Future<?> addition : additions) {
                addition.get();
            }
        }
        assertThat(total(here().add(key, 1, LONG))).isEqualTo(201);
    }

    @Test
    void forgetsACounterAWindowAfterItsFirstAddition() {
        long begun = System.nanoTime();
        here().add(key, 5, SHORT);
        Eventually.is("a new window", () -> total(there().add(key, 1, SHORT)) == 1);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(SHORT.minusMillis(5));
    }

    @Test
    void tellsWhenACounterEnds() {
        Count.Known first = (Count.Known) here().add(key, 1, LONG);
        Count.Known second = (Count.Known) there().add(key, 1, LONG.multipliedBy(2));

        assertThat(first.endsIn()).isBetween(LONG.minusSeconds(20), LONG);
        assertThat(second.endsIn()).isLessThanOrEqualTo(first.endsIn());
    }

    @Test
    void keepsAValueForAWhile() {
        assertThat(here().get(key, Greeting.class)).isEmpty();
        here().put(key, new Greeting("안녕", 1), SHORT);
        there().put(key, new Greeting("こんにちは", 2), LONG);
        assertThat(here().get(key, Greeting.class)).contains(new Greeting("こんにちは", 2));

        here().put(key, new Greeting("bye", 3), SHORT);
        Eventually.is("gone", () -> there().get(key, Greeting.class).isEmpty());
    }

    @Test
    void missesAValueThatIsOfAnotherType() {
        here().put(key, List.of(1, 2), LONG);

        assertThat(here().get(key, Greeting.class)).isEmpty();
    }

    @Test
    void keepsAndSendsNothingThatIsTooLarge() {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        String largest = "x".repeat(Coordination.MAX_VALUE_BYTES - 2);
        long failed = here().count(Outcome.FAILED);

        here().put(key, largest + "x", LONG);
        assertThat(here().get(key, String.class)).isEmpty();
        here().put(key, largest, LONG);
        assertThat(here().get(key, String.class)).contains(largest);

        try (var _ = here().subscribe(key, String.class, heard::add)) {
            Eventually.is("heard", () -> {
                here().publish(key, largest + "x");
                here().publish(key, "small");
                return !heard.isEmpty();
            });
            assertThat(heard).containsOnly("small");
        }
        assertThat(here().count(Outcome.FAILED)).isGreaterThanOrEqualTo(failed + 2);
    }

    @Test
    void tellsEverySubscriberOfEveryInstanceInOrder() {
        List<Greeting> one = new ArrayList<>();
        ConcurrentLinkedQueue<Greeting> first = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Greeting> second = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Greeting> other = new ConcurrentLinkedQueue<>();
        Key elsewhere = Key.of("test", UUID.randomUUID().toString());
        try (var _ = here().subscribe(key, Greeting.class, first::add);
                var _ = there().subscribe(key, Greeting.class, second::add);
                var _ = there().subscribe(elsewhere, Greeting.class, other::add)) {
            Eventually.is("everybody listens", () -> {
                here().publish(key, new Greeting("begin", 0));
                here().publish(elsewhere, new Greeting("begin", 0));
                return !first.isEmpty() && !second.isEmpty() && !other.isEmpty();
            });
            for (int number = 1; number <= 50; number++) {
                one.add(new Greeting("next", number));
                here().publish(key, one.getLast());
            }
            Eventually.is("all heard", () -> first.contains(one.getLast()) && second.contains(one.getLast()));
        }
        assertThat(first.stream().filter(greeting -> greeting.number() > 0)).isEqualTo(one);
        assertThat(second.stream().filter(greeting -> greeting.number() > 0)).isEqualTo(one);
        assertThat(other).containsOnly(new Greeting("begin", 0));
    }

    @Test
    void goesOnAfterASubscriberFailedAndAMessageWasNone() {
        ConcurrentLinkedQueue<Greeting> heard = new ConcurrentLinkedQueue<>();
        Subscription failing = here().subscribe(key, Greeting.class, greeting -> {
            heard.add(greeting);
            if (greeting.number() == 0) {
                throw new IllegalStateException("provoked by a test");
            }
        });
        try (failing) {
            Eventually.is("the first", () -> {
                there().publish(key, new Greeting("fails", 0));
                return !heard.isEmpty();
            });
            there().publish(key, List.of("no greeting"));
            there().publish(key, new Greeting("well", 1));
            Eventually.is("the next", () -> heard.contains(new Greeting("well", 1)));
        }
    }

    @Test
    void tellsNothingToASubscriberWhoClosed() {
        ConcurrentLinkedQueue<Greeting> closed = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Greeting> open = new ConcurrentLinkedQueue<>();
        Subscription ending = here().subscribe(key, Greeting.class, closed::add);
        try (var _ = here().subscribe(key, Greeting.class, open::add)) {
            Eventually.is("both listen", () -> {
                there().publish(key, new Greeting("both", 0));
                return !closed.isEmpty() && !open.isEmpty();
            });
            ending.close();
            ending.close();
            there().publish(key, new Greeting("one", 1));
            Eventually.is("the open one", () -> open.contains(new Greeting("one", 1)));
        }
        assertThat(closed).doesNotContain(new Greeting("one", 1));
    }

    @Test
    void countsHowOperationsEnd() {
        long hits = here().count(Outcome.HIT);
        long misses = here().count(Outcome.MISS);
        long done = here().count(Outcome.DONE);

        here().get(key, Greeting.class);
        here().put(key, new Greeting("", 0), LONG);
        here().get(key, Greeting.class);
        here().add(Key.of("test", UUID.randomUUID().toString()), 1, LONG);

        assertThat(here().count(Outcome.HIT) - hits).isEqualTo(1);
        assertThat(here().count(Outcome.MISS) - misses).isEqualTo(1);
        assertThat(here().count(Outcome.DONE) - done).isEqualTo(2);
    }

    static long total(Count count) {
        return ((Count.Known) count).total();
    }
}
