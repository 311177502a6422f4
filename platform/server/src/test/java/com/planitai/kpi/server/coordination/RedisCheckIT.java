package com.planitai.kpi.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisCheckIT {
    @Test
    void tellsTheServersVersion() {
        try (RedisServer server = RedisServer.start()) {
            assertThat(check(server.settings())).isInstanceOfSatisfying(RedisState.Usable.class, usable -> {
                assertThat(usable.server()).matches("(redis|valkey) [0-9.]+");
                assertThat(usable.latency()).isPositive();
                assertThat(usable.certificateExpiry()).isNull();
            });
        }
    }

    @Test
    void tellsThatThePasswordIsWrongWithoutRepeatingIt() {
        try (RedisServer server = RedisServer.start()) {
            assertThat(reason(new RedisSettings("127.0.0.1", server.port(), null, "wrong-secret", 0, false)))
                    .contains("AUTH", "WRONGPASS")
                    .doesNotContain("wrong-secret");
            assertThat(reason(new RedisSettings("127.0.0.1", server.port(), null, null, 0, false)))
                    .contains("NOAUTH");
        }
    }

    @Test
    void tellsThatNobodyIsThere() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            server.kill();
            assertThat(reason(server.settings())).contains("redis://127.0.0.1:" + server.port(), "does not answer");
        }
        assertThat(reason(new RedisSettings("redis.invalid", 6379, null, null, 0, false)))
                .contains("redis.invalid is not known");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "$99999999999\r\n",
                "$5\r\nab",
                "-ERR unknown 'hunter2'\r\n",
                ""
            })
    void tellsThatTheOtherSideIsNoRedis(String answer) throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try (Socket socket = stranger.accept()) {
                    socket.getInputStream().read(new byte[1_000]);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                } catch (IOException gone) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(reason(new RedisSettings("127.0.0.1", stranger.getLocalPort(), null, "hunter2", 0, false)))
                    .doesNotContain("hunter2");
        }
    }

    private static RedisState check(RedisSettings settings) {
        return CoordinationFeature.check(settings, Clock.systemUTC());
    }

    private static String reason(RedisSettings settings) {
        RedisState state = check(settings);
        assertThat(state).isInstanceOf(RedisState.Unusable.class);
        return ((RedisState.Unusable) state).reason();
    }
}
