package com.planitai.kpi.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Route;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShutdownIT {
    private static final long PATIENCE_SECONDS = 10;

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
}
