package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.coordination.RedisServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two instances, writers and readers on both, and a Redis that dies half-way. Every write keeps what holds within one version
 * alone: the numbers of a and b add up to nothing, and all three KPIs have the same name.
 */
class ConsistencyIT {
    /** For a soak: {@code -Dconsistency.seconds=3600}. */
    private static final Duration DURATION = Duration.ofSeconds(Long.getLong("consistency.seconds", 12));

    private static final RedisServer REDIS = RedisServer.start();

    @Order(1)
    @RegisterExtension
    static final RunningServer FIRST = RunningServer.coordinatedBy(REDIS.settings());

    @Order(2)
    @RegisterExtension
    static final RunningServer SECOND = RunningServer.beside(FIRST);

    private static final List<RunningServer> BOTH = List.of(FIRST, SECOND);

    private static final Duration WITHIN_WITH_REDIS = Duration.ofSeconds(1);
    private static final Duration WITHIN_WITHOUT_REDIS = Duration.ofSeconds(2);
    /** What a machine with other work to do may add to each. */
    private static final Duration SLOW_MACHINE = Duration.ofSeconds(3);

    private static final String EVALUATION = "/api/v1/trees/balance/evaluation?period=2026-01";
    private static final String VERSION = "Tenant-Version";
    private static final String AT_LEAST = "Min-Tenant-Version";

    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong seenAnywhere = new AtomicLong();

    @AfterAll
    static void stopRedis() {
        REDIS.close();
    }

    @Test
    void noReaderSeesAMixAndEveryWriteIsSeenInTime() throws Exception {
        Person owner = FIRST.signUp();
        define(FIRST, owner);
        write(FIRST, owner);

        during(owner, WITHIN_WITH_REDIS);
        REDIS.kill();
        during(owner, WITHIN_WITHOUT_REDIS);

        // Something happened.
        assertThat(numbers.get()).isGreaterThan(DURATION.toSeconds());
    }

    private void during(Person owner, Duration within) throws Exception {
        long end = System.nanoTime() + DURATION.dividedBy(2).toNanos();
        BooleanSupplier goOn =
                () -> System.nanoTime() < end && !Thread.currentThread().isInterrupted();
        Map<String, Runnable> all = new LinkedHashMap<>();
        all.put("writer on the first", () -> write(FIRST, owner));
        all.put("writer on the second", () -> write(SECOND, owner));
        all.put("definer on the second", () -> define(SECOND, owner));
        for (RunningServer server : BOTH) {
            AtomicLong last = new AtomicLong();
            all.put("reader on " + server.address(), () -> read(server, owner, last));
        }
        all.put("reader on both by turns", () -> readByTurns(owner));
        all.put("stranger on the second", () -> seenInTime(owner, within));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            all.forEach((name, step) -> running.add(threads.submit(() -> {
                Thread.currentThread().setName(name);
                do {
                    step.run();
                } while (goOn.getAsBoolean());
            })));
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    /** Writes, and sees it at once here and, where it says what it has seen, there. */
    private void write(RunningServer server, Person owner) {
        long version = batch(server, owner);
        assertThat(version(consistent(server, owner))).isGreaterThanOrEqualTo(version);
        RunningServer other = BOTH.get(1 - BOTH.indexOf(server));
        assertThat(version(consistent(other, owner, AT_LEAST, Long.toString(version))))
                .isGreaterThanOrEqualTo(version);
    }

    private long batch(RunningServer server, Person owner) {
        long number = numbers.incrementAndGet();
        HttpResponse<String> written =
                server.post("/api/v1/observations:batch", owner.token(), """
                {"observations": [{"kpi": "a", "period": "2026-01", "value": %d},
                                  {"kpi": "b", "period": "2026-01", "value": -%d}]}""".formatted(number, number));
        RunningServer.require(written, 200);
        return version(written);
    }

    private void define(RunningServer server, Person owner) {
        String name = "Name " + numbers.incrementAndGet();
        String kpi = """
                {"code": "%s", "name": "%s", "unit": {"type": "COUNT"}, "grain": "MONTH", %s}""";
        HttpResponse<String> applied = server.post("/api/v1/definition:apply", owner.token(), """
                {"kpis": [%s, %s, %s], "trees": [{"slug": "balance", "name": "%s", "root": "total"}]}""".formatted(
                        kpi.formatted("a", name, "\"rollup\": \"SUM\""),
                        kpi.formatted("b", name, "\"rollup\": \"SUM\""),
                        kpi.formatted("total", name, "\"formula\": \"a + b\""),
                        name));
        RunningServer.require(applied, 200);
    }

    private static void read(RunningServer server, Person owner, AtomicLong last) {
        long version = version(consistent(server, owner));
        assertThat(version).as("never backwards").isGreaterThanOrEqualTo(last.get());
        last.set(version);
    }

    private void readByTurns(Person owner) {
        for (RunningServer server : BOTH) {
            long before = seenAnywhere.get();
            long version = version(consistent(server, owner, AT_LEAST, Long.toString(before)));
            assertThat(version).isGreaterThanOrEqualTo(before);
            seenAnywhere.set(version);
        }
    }

    /** Somebody on the other instance who knows nothing of the write. */
    private void seenInTime(Person owner, Duration within) {
        long version = batch(FIRST, owner);
        long written = System.nanoTime();
        while (version(consistent(SECOND, owner)) < version) {
            assertThat(Duration.ofNanos(System.nanoTime() - written)).isLessThan(within.plus(SLOW_MACHINE));
        }
    }

    private static HttpResponse<String> consistent(RunningServer server, Person owner, String... headers) {
        HttpResponse<String> answer = server.get(EVALUATION, owner.token(), headers);
        RunningServer.require(answer, 200);
        JsonNode nodes = RunningServer.json(answer).path("nodes");
        assertThat(nodes).hasSize(3);
        assertThat(nodes.get(0).path("value").asDouble(Double.NaN))
                .as(answer.body())
                .isZero();
        assertThat(nodes.get(1).path("value").asDouble())
                .as(answer.body())
                .isEqualTo(-nodes.get(2).path("value").asDouble());
        assertThat(List.of(nodes.get(1).path("name"), nodes.get(2).path("name")))
                .as(answer.body())
                .containsOnly(nodes.get(0).path("name"));
        return answer;
    }

    private static long version(HttpResponse<String> answer) {
        return Long.parseLong(answer.headers().firstValue(VERSION).orElseThrow());
    }
}
