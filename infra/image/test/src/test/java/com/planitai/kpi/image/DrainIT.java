package com.planitai.kpi.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.planitai.kpi.image.KeepAliveCaller.Tally;
import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrainIT {
    private static final int CALLERS = 8;
    private static final int ANSWERS_BEFORE_THE_STOP = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration DRAIN_TIME = Duration.ofSeconds(20);
    /** Within the lame duck time, which is a quarter of the drain time. */
    private static final Duration BALANCER_NOTICES = Duration.ofSeconds(2);

    /** The load comes from one address and one tenant, as no real one does. */
    private static final Map<String, String> WITHOUT_LIMITS = Map.of("ENVIRONMENT", "staging", "RATE_LIMITS", "off");

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @Test
    void endsUnderLoadWithoutLosingARequest() throws Exception {
        DatabaseSettings database = POSTGRES.freshDatabase();
        try (RedisServer redis = RedisServer.start()) {
            var migrated = new ImageContainer(ServingImage.environment(database, redis), "migrate").runToItsEnd();
            assertThat(migrated.exitCode()).as(migrated.output()).isZero();
            try (ServingImage server = new ServingImage(database, redis, WITHOUT_LIMITS);
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<String> requests = requests(signUp(server));
                CountDownLatch warm = new CountDownLatch(ANSWERS_BEFORE_THE_STOP);
                List<Future<Tally>> callers = new ArrayList<>();
                for (int caller = 0; caller < CALLERS; caller++) {
                    callers.add(threads.submit(new KeepAliveCaller(server.port(), requests, warm, BALANCER_NOTICES)));
                }
                assertThat(warm.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

                server.askToStop();

                for (Future<Tally> caller : callers) {
                    // A lost request is an exception here.
                    Tally tally = caller.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    assertThat(tally.answeredWhileLeaving()).isPositive();
                }
                assertThat(server.awaitEnd(DRAIN_TIME)).isZero();
            }
        }
    }

    /** The web app, the database, and what needs neither. */
    private static List<String> requests(String token) {
        String authorized = "\r\nAuthorization: Bearer " + token;
        return List.of(
                "GET / HTTP/1.1",
                "GET /health/live HTTP/1.1",
                "GET /api/v1/kpis HTTP/1.1" + authorized,
                "GET /openapi.yaml HTTP/1.1",
                "GET /api/v1/trees HTTP/1.1" + authorized);
    }

    private static String signUp(ServingImage server) throws Exception {
        HttpResponse<String> answer = server.post("/api/v1/auth/signup", """
                {"organization": {"slug": "drained", "name": "Drained"},
                 "user": {"email": "owner@drained.example", "name": "Owner", "password": "correct horse battery"}}""");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new ObjectMapper().readTree(answer.body()).path("accessToken").asText();
    }
}
