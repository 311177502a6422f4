package com.planitai.kpi.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on a real server: the one that {@code TEST_REDIS_URL} names, or one of its own. */
class RedisCoordinationIT extends CoordinationContract {
    /** A busy machine shall not look like a silent server. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static @Nullable RedisServer server;
    private static @Nullable RedisCoordination here;
    private static @Nullable RedisCoordination there;

    @BeforeAll
    static void open() {
        RedisSettings settings = settings();
        RedisCoordination first = new RedisCoordination(settings, PATIENCE);
        RedisCoordination second = new RedisCoordination(settings, PATIENCE);
        Eventually.is("both connected", () -> first.answering() && second.answering());
        here = first;
        there = second;
    }

    @AfterAll
    static void close() {
        Objects.requireNonNull(here).close();
        Objects.requireNonNull(there).close();
        if (server != null) {
            server.close();
        }
    }

    @Override
    Coordination here() {
        return Objects.requireNonNull(here);
    }

    @Override
    Coordination there() {
        return Objects.requireNonNull(there);
    }

    @Test
    void writesPlainJsonAndLeavesNothingForEver() {
        Key key = Key.of("test", UUID.randomUUID().toString());
        Key counter = Key.of("test", UUID.randomUUID().toString());
        here().put(key, new Greeting("a", 1), LONG);
        here().add(counter, 1, LONG);

        try (RedisTalk talk = RedisTalk.to(settings())) {
            assertThat(talk.say("STRLEN " + key)).isEqualTo(":" + "{\"text\":\"a\",\"number\":1}".length());
            assertThat(Long.parseLong(talk.say("PTTL " + key).substring(1))).isPositive();
            assertThat(Long.parseLong(talk.say("PTTL " + counter).substring(1))).isPositive();
        }
    }

    private static RedisSettings settings() {
        String url = System.getenv("TEST_REDIS_URL");
        if (url != null && !url.isBlank()) {
            return switch (RedisSettings.parse(url)) {
                case RedisSettings.Parsed.Accepted(RedisSettings settings) -> settings;
                case RedisSettings.Parsed.Refused refused ->
                    throw new IllegalStateException("TEST_REDIS_URL: " + refused.faults());
            };
        }
        if (server == null) {
            server = RedisServer.start();
        }
        return server.settings();
    }
}
