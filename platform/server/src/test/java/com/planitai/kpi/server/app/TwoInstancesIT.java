package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.files.BucketSettings;
import com.planitai.kpi.server.files.S3StandIn;
import com.planitai.kpi.tenancy.TenantDirectory;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two instances with nothing in common but the database, the bucket and the master key. */
class TwoInstancesIT {
    private static final S3StandIn S3 = S3StandIn.lendingItsCredentials();
    private static final BucketSettings BUCKET = S3.makeBucket("kpi-files");

    @Order(1)
    @RegisterExtension
    static final RunningServer FIRST = RunningServer.withFilesIn(BUCKET);

    @Order(2)
    @RegisterExtension
    static final RunningServer SECOND = RunningServer.beside(FIRST);

    private static final List<RunningServer> BOTH = List.of(FIRST, SECOND);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SLOW_MACHINE = Duration.ofSeconds(4);
    private static final int AT_ONCE = 8;

    @AfterAll
    static void stopS3() {
        S3.close();
    }

    @Test
    void signWithTheSameKeysAndKnowTheSameOperator() {
        assertThat(SECOND.get("/.well-known/jwks.json", null).body())
                .isEqualTo(FIRST.get("/.well-known/jwks.json", null).body());

        assertThat(SECOND.get("/api/v1/operator/tenants", FIRST.operatorToken()).statusCode())
                .isEqualTo(200);
        assertThat(PostgresExtension.query(FIRST.database(), "SELECT count(*)::text FROM directory.signing_key"))
                .containsExactly("1");
        assertThat(PostgresExtension.query(FIRST.database(), "SELECT count(*)::text FROM directory.operator"))
                .containsExactly("1");
    }

    @Test
    void takeEachOthersSessionsAndForgetThemWithinASecond() {
        Person owner = FIRST.signUp();
        assertThat(SECOND.get("/api/v1/me", owner.token()).statusCode()).isEqualTo(200);
        assertThat(byCookie(SECOND, owner)).isEqualTo(200);

        RunningServer.require(FIRST.post("/api/v1/auth/logout", owner.token(), "{}"), 204);

        long loggedOut = System.nanoTime();
        await(() -> SECOND.get("/api/v1/me", owner.token()).statusCode() == 401);
        await(() -> byCookie(SECOND, owner) == 401);
        assertThat(Duration.ofNanos(System.nanoTime() - loggedOut))
                .isLessThan(TenantDirectory.STALENESS_LIMIT.plus(SLOW_MACHINE));
    }

    @Test
    void readWhatTheOtherWroteAtOnce() {
        Person owner = SECOND.signUp();
        makeKpi(FIRST, owner, "orders");
        for (int round = 1; round <= 4; round++) {
            RunningServer writer = BOTH.get(round % 2);
            RunningServer reader = BOTH.get(1 - round % 2);
            HttpResponse<String> written =
                    writer.post("/api/v1/observations:batch", owner.token(), """
                    {"observations": [{"kpi": "orders", "period": "2026-01", "value": %d}]}""".formatted(round));
            RunningServer.require(written, 200);

            JsonNode series = RunningServer.json(reader.get(
                    "/api/v1/kpis/orders/series?from=2026-01&to=2026-01",
                    owner.token(),
                    "Min-Tenant-Version",
                    written.headers().firstValue("Tenant-Version").orElseThrow()));
            assertThat(series.at("/series/0/values/0").asInt())
                    .as(series.toString())
                    .isEqualTo(round);
        }

        makeKpi(SECOND, owner, "visits");
        assertThat(FIRST.get("/api/v1/kpis/visits", owner.token()).statusCode()).isEqualTo(200);
    }

    @Test
    void doARequestWithAKeyOnceWhicheverTheyAreAsked() throws Exception {
        Person owner = FIRST.signUp();

        List<HttpResponse<String>> answers = atOnce(
                number -> BOTH.get(number % 2).post("/api/v1/scenarios", owner.token(), """
                {"code": "budget", "name": "Budget"}""", "Idempotency-Key", "one"));

        assertThat(answers).anyMatch(answer -> answer.statusCode() == 201);
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.body())
                        .satisfiesAnyOf(
                                body -> assertThat(answer.statusCode()).isEqualTo(201),
                                body -> assertThat(body).contains("/problems/request-in-progress")));
        assertThat(SECOND.post("/api/v1/scenarios", owner.token(), """
                {"code": "budget", "name": "Budget"}""", "Idempotency-Key", "one")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void giveASlugToOneOfManyWhoAskAtOnce() throws Exception {
        List<Integer> statuses = atOnce(number -> BOTH.get(number % 2)
                        .post("/api/v1/auth/signup", null, """
                {"organization": {"slug": "wanted", "name": "Wanted"},
                 "user": {"email": "owner-%d@wanted.example", "name": "Owner", "password": "%s"}}""".formatted(number, RunningServer.PASSWORD)))
                .stream()
                .map(HttpResponse::statusCode)
                .toList();

        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
    }

    @Test
    void importFilesWhicheverTookThem() throws Exception {
        Person owner = FIRST.signUp();
        makeKpi(FIRST, owner, "orders");

        List<HttpResponse<String>> taken = atOnce(number -> BOTH.get(number % 2)
                .send(
                        "POST",
                        "/api/v1/imports",
                        owner.token(),
                        BodyPublishers.ofString("kpi,period,value\norders,20%02d-01,%d\n".formatted(number, number)),
                        "Content-Type",
                        "text/csv"));

        for (HttpResponse<String> one : taken) {
            RunningServer.require(one, 202);
            String path = one.headers().firstValue("Location").orElseThrow();
            await(() -> List.of("SUCCEEDED", "FAILED").contains(status(SECOND, owner, path)));
            assertThat(status(FIRST, owner, path)).isEqualTo("SUCCEEDED");
        }
        JsonNode series =
                RunningServer.json(SECOND.get("/api/v1/kpis/orders/series?from=2000-01&to=2007-01", owner.token()));
        assertThat(series.at("/series/0/values/84").asInt())
                .as(series.toString())
                .isEqualTo(7);
    }

    private static int byCookie(RunningServer server, Person person) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/me"))
                .header("Cookie", "__Host-session=" + person.cookie())
                .build();
        return server.send(request).statusCode();
    }

    private static String status(RunningServer server, Person person, String path) {
        return RunningServer.json(server.get(path, person.token()))
                .path("status")
                .asText();
    }

    private static void makeKpi(RunningServer server, Person owner, String code) {
        RunningServer.require(server.post("/api/v1/kpis", owner.token(), """
                {"code": "%s", "name": "Name", "unit": {"type": "COUNT"}, "grain": "MONTH", "rollup": "SUM"}""".formatted(code)), 201);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for " + PATIENCE).isLessThan(end);
        }
    }

    private static <T> List<T> atOnce(IntFunction<T> work) throws Exception {
        var together = new CyclicBarrier(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int number = 0; number < AT_ONCE; number++) {
                int mine = number;
                running.add(threads.submit(() -> {
                    together.await();
                    return work.apply(mine);
                }));
            }
            List<T> done = new ArrayList<>();
            for (Future<T> one : running) {
                done.add(one.get());
            }
            return done;
        }
    }
}
