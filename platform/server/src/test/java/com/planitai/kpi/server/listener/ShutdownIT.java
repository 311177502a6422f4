package com.planitai.kpi.server.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Route;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownIT {
    private static final long PATIENCE_SECONDS = 10;
    private static final Duration LAME_DUCK_TIME = Duration.ofSeconds(3);

    @Test
    void letsRequestsUnderWayEndAndTellsTheBalancer() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Route slow = Route.get("/slow", Access.PUBLIC, call -> {
            arrived.countDown();
            try {
                finish.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return Answer.of(200, "text/plain", "done");
        });
        try (LoneListener listener = new LoneListener(List.of(slow))) {
            assertThat(listener.get("/health/ready").statusCode()).isEqualTo(200);
            CompletableFuture<HttpResponse<String>> underWay =
                    CompletableFuture.supplyAsync(() -> listener.get("/slow"));
            assertThat(arrived.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<Void> stopping = CompletableFuture.runAsync(listener::stop);
            HttpResponse<String> ready = listener.get("/health/ready");
            while (ready.statusCode() == 200) {
                Thread.onSpinWait();
                ready = listener.get("/health/ready");
            }

            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.headers().firstValue("Connection")).contains("close");
            assertThat(listener.get("/health/live").statusCode()).isEqualTo(200);
            finish.countDown();
            assertThat(underWay.get(PATIENCE_SECONDS, TimeUnit.SECONDS).body()).isEqualTo("done");
            stopping.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void answersNewCallersUntilBalancersHaveNoticed(@TempDir Path site) throws Exception {
        Files.writeString(site.resolve("index.html"), "the web app");
        try (LoneListener listener = new LoneListener(List.of(), site, LAME_DUCK_TIME)) {
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(listener::stop);
            HttpResponse<String> ready = listener.get("/health");
            while (ready.statusCode() == 200) {
                Thread.onSpinWait();
                ready = listener.get("/health");
            }

            assertThat(ready.headers().firstValue("Connection")).contains("close");
            for (String path : List.of("/health/live", "/", "/openapi.yaml")) {
                HttpResponse<String> answer = listener.get(path);
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.headers().firstValue("Connection")).as(path).contains("close");
            }
            assertThat(listener.get("/api/v1/nothing").headers().firstValue("Connection"))
                    .contains("close");
            stopping.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> listener.get("/health/live"))
                    .withCauseInstanceOf(ConnectException.class);
        }
    }

    @Test
    void givesUpOnARequestThatDoesNotEnd() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Route endless = Route.get("/endless", Access.PUBLIC, call -> {
            arrived.countDown();
            try {
                never.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return Answer.of(200, "text/plain", "late");
        });
        try (LoneListener listener = new LoneListener(List.of(endless), Path.of("no-site"), Duration.ZERO)) {
            CompletableFuture<Void> caller = CompletableFuture.runAsync(() -> listener.get("/endless"));
            assertThat(arrived.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            long started = System.nanoTime();

            listener.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isBetween(LoneListener.DRAIN_TIME, LoneListener.DRAIN_TIME.plusSeconds(5));
            assertThat(caller.handle((done, failure) -> "not left waiting"))
                    .succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
        }
    }
}
