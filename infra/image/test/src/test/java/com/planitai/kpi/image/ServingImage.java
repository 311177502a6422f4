package com.planitai.kpi.image;

import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.planitai.kpi.tenancy.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** {@code serve} in a container of the image, from its start until it is healthy, and how long that took. */
final class ServingImage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int MASTER_KEY_BYTES = 32;
    private static final String MASTER_KEY = masterKey();

    private final int port = Ports.free();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ImageContainer container;
    private final Duration tookToStart;

    /** With the AOT cache or not at all: where it did not fit, the JVM would not start. */
    ServingImage(DatabaseSettings database, RedisServer redis) {
        this(database, redis, Map.of());
    }

    /** @param settings on top of those of production */
    ServingImage(DatabaseSettings database, RedisServer redis, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(environment(database, redis));
        environment.putAll(settings);
        environment.put("PORT", Integer.toString(port));
        environment.put("MANAGEMENT_PORT", Integer.toString(Ports.free()));
        environment.put("SIGNUP", "open");
        environment.put("JDK_JAVA_OPTIONS", "-XX:AOTMode=on");
        container = new ImageContainer(environment, "serve");
        Healthy healthy = new Healthy();
        container.waitingFor(healthy);
        container.start();
        Instant started = Instant.parse(Objects.requireNonNull(
                container.getCurrentContainerInfo().getState().getStartedAt()));
        tookToStart = Duration.between(started, healthy.since);
    }

    /** What every command of the image needs to know. */
    static Map<String, String> environment(DatabaseSettings database, RedisServer redis) {
        String login = database.user() + (database.password() == null ? "" : ":" + database.password());
        return Map.of(
                "DATABASE_URL",
                "postgresql://" + login + "@" + database.host() + ":" + database.port() + "/" + database.database(),
                "REDIS_URL",
                redis.url(),
                "MASTER_KEY",
                MASTER_KEY);
    }

    ImageContainer container() {
        return container;
    }

    int port() {
        return port;
    }

    Duration tookToStart() {
        return tookToStart;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(address(path)).build());
    }

    HttpResponse<String> post(String path, String json) {
        return send(HttpRequest.newBuilder(address(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    /** Asks the server to stop, as an orchestrator does. */
    void askToStop() {
        container
                .getDockerClient()
                .killContainerCmd(container.getContainerId())
                .withSignal("SIGTERM")
                .exec();
    }

    /** The exit code, once the server has ended. */
    int awaitEnd(Duration patience) {
        try (var waiting = container
                .getDockerClient()
                .waitContainerCmd(container.getContainerId())
                .exec(new WaitContainerResultCallback())) {
            return waiting.awaitStatusCode(patience.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        client.close();
        container.close();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static String masterKey() {
        byte[] key = new byte[MASTER_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private final class Healthy extends AbstractWaitStrategy {
        private Instant since = Instant.MAX;

        @Override
        protected void waitUntilReady() {
            Instant end = Instant.now().plus(PATIENCE);
            while (!isHealthy()) {
                if (Instant.now().isAfter(end)) {
                    throw new IllegalStateException("the server did not become healthy:\n" + container.getLogs());
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            since = Instant.now();
        }

        private boolean isHealthy() {
            try {
                return get("/health").statusCode() == 200;
            } catch (UncheckedIOException notYet) {
                return false;
            }
        }
    }
}
