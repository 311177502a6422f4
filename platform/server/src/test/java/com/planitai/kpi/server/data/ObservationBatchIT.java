package com.planitai.kpi.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ObservationBatchIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static DataServer server;
    private Tenant tenant;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = DataServer.start(POSTGRES.tenancy(), folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void makeTenant() {
        tenant = server.withKpis(
                POSTGRES.newTenant("t-" + UUID.randomUUID().toString().substring(0, 8)));
    }

    @Test
    void countsNewChangedAndUnchangedCellsAndKeepsHistoryOfChangesOnly() {
        assertThat(server.batch(tenant, batch(cell("orders", "2026-01", "1"), cell("orders", "2026-02", "2")))
                        .statusCode())
                .isEqualTo(200);

        var second = server.batch(
                tenant,
                batch(cell("orders", "2026-01", "1"), cell("orders", "2026-02", "3"), cell("orders", "2026-03", "4")));

        JsonNode counts = DataServer.json(second);
        assertThat(List.of(
                        counts.path("inserted").asInt(),
                        counts.path("updated").asInt(),
                        counts.path("unchanged").asInt()))
                .containsExactly(1, 1, 1);
        assertThat(second.headers().firstValue("Tenant-Version")).hasValue("2");
        assertThat(server.column(tenant, "SELECT value::text FROM observation_history ORDER BY period, id"))
                .containsExactly("1", "2", "3", "4");
        assertThat(server.column(tenant, "SELECT inserted || '/' || updated || '/' || unchanged FROM data_batch"))
                .containsExactlyInAnyOrder("2/0/0", "1/1/1");
        assertThat(server.column(tenant, "SELECT action FROM audit_event")).containsOnly("data.write");
    }

    @Test
    void withdrawsValueByNull() {
        server.batch(tenant, batch(cell("orders", "2026-01", "1")));

        JsonNode counts = DataServer.json(
                server.batch(tenant, batch(cell("orders", "2026-01", "null"), cell("visits", "2026-01", "null"))));

        assertThat(counts.path("updated").asInt()).isEqualTo(1);
        assertThat(counts.path("unchanged").asInt()).isEqualTo(1);
        assertThat(server.column(tenant, "SELECT value::text FROM observation")).isEmpty();
        assertThat(server.column(
                        tenant, "SELECT coalesce(value::text, 'withdrawn') FROM observation_history ORDER BY id"))
                .containsExactly("1", "withdrawn");
    }

    @Test
    void listsEveryFaultByIndexAndWritesNothing() {
        var response = server.batch(tenant, faulty("abort"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(codes(DataServer.json(response).path("errors")))
                .containsExactly(
                        "1 UNKNOWN_KPI",
                        "2 PERIOD_NOT_READABLE",
                        "3 PERIOD_OF_OTHER_GRAIN",
                        "4 UNKNOWN_SCENARIO",
                        "5 MEMBER_MISSING",
                        "6 UNKNOWN_MEMBER",
                        "7 FORMULA_KPI_IS_COMPUTED",
                        "8 WRONG_TYPE",
                        "9 DUPLICATE_CELL",
                        "10 VALUE_NOT_FINITE",
                        "11 DIMENSION_NOT_CARRIED");
        assertThat(DataServer.json(response)
                        .path("errors")
                        .get(0)
                        .path("suggestion")
                        .asText())
                .isEqualTo("orders");
        assertThat(server.column(tenant, "SELECT value::text FROM observation")).isEmpty();
    }

    @Test
    void skipsWhatIsWrongWhenAsked() {
        var response = server.batch(tenant, faulty("skip"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(DataServer.json(response).path("inserted").asInt()).isEqualTo(1);
        assertThat(DataServer.json(response).path("rejected")).hasSize(11);
    }

    @Test
    void refusesTooManyObservationsAndBrokenJson() {
        String cells = IntStream.rangeClosed(0, ObservationParser.MAX_OBSERVATIONS)
                .mapToObj(index -> cell("orders", "2026-01", "1"))
                .collect(Collectors.joining(","));

        assertThat(server.batch(tenant, "{\"observations\":[" + cells + "]}").statusCode())
                .isEqualTo(422);
        assertThat(server.batch(tenant, "{").statusCode()).isEqualTo(400);
        assertThat(server.batch(tenant, "[]").statusCode()).isEqualTo(422);
        assertThat(server.batch(tenant, "{\"observations\":[]}{\"observations\":[]}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.batch(tenant, "").statusCode()).isIn(400, 422);
        assertThat(server.batch(tenant, "[".repeat(10_000)).statusCode()).isIn(400, 422);
        assertThat(server.batch(tenant, "{\"observations\":" + "[".repeat(10_000))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void takesStreamsInOneTransaction() {
        String lines = IntStream.range(0, 240)
                .mapToObj(index -> cell("orders", "%04d-%02d".formatted(2000 + index / 12, index % 12 + 1), "" + index))
                .collect(Collectors.joining("\n"));

        var good = stream(lines);
        var bad = stream(lines + "\n" + cell("orders", "2000-01", "7") + "\n" + cell("nope", "2000-01", "7"));

        assertThat(DataServer.json(good).path("inserted").asInt()).isEqualTo(240);
        assertThat(bad.statusCode()).isEqualTo(422);
        assertThat(codes(DataServer.json(bad).path("errors")))
                .containsExactlyInAnyOrder("240 DUPLICATE_CELL", "241 UNKNOWN_KPI");
    }

    @Test
    void keepsCountAndHistoryRightUnderConcurrentBatchesOnTheSameCells() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> writes = IntStream.range(0, 20)
                    .<Callable<Integer>>mapToObj(round -> () -> {
                        var cells = IntStream.rangeClosed(1, 12)
                                .map(month -> round % 2 == 0 ? month : 13 - month)
                                .mapToObj(month -> cell("orders", "2026-%02d".formatted(month), "" + round))
                                .toArray(String[]::new);
                        return server.batch(tenant, batch(cells)).statusCode();
                    })
                    .toList();
            for (var done : threads.invokeAll(writes)) {
                assertThat(done.get()).isEqualTo(200);
            }
        }

        assertThat(server.column(tenant, "SELECT data_version::text FROM settings"))
                .containsExactly("20");
        assertThat(server.column(tenant, "SELECT sum(inserted)::text FROM data_batch"))
                .containsExactly("12");
        assertThat(
                        server.column(
                                tenant,
                                "SELECT (count(*) - (SELECT sum(inserted + updated) FROM data_batch))::text FROM observation_history"))
                .containsExactly("0");
        assertThat(server.column(tenant, "SELECT count(DISTINCT value)::text FROM observation"))
                .containsExactly("1");
    }

    @Test
    void answersSeriesWithEntityTagThatWritesChange() {
        server.batch(tenant, batch(cell("orders", "2026-01", "10"), cell("visits", "2026-01", "100")));
        String path = "/api/v1/kpis/rate/series?from=2026-01&to=2026-02";

        var first = server.get(tenant, path);
        String etag = first.headers().firstValue("ETag").orElseThrow();
        var unchanged = server.get(tenant, path, "If-None-Match", etag);
        server.batch(tenant, batch(cell("orders", "2026-01", "20")));
        var changed = server.get(tenant, path, "If-None-Match", etag, "Min-Tenant-Version", "2");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(DataServer.json(first).at("/series/0/values/0").asDouble()).isEqualTo(0.1);
        assertThat(DataServer.json(first).at("/series/0/values/1").isNull()).isTrue();
        assertThat(DataServer.json(first).at("/series/0/reasons/2026-02/code").asText())
                .isEqualTo("NO_VALUE");
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(DataServer.json(changed).at("/series/0/values/0").asDouble()).isEqualTo(0.2);
        assertThat(server.get(tenant, path, "Min-Tenant-Version", "3").statusCode())
                .isEqualTo(503);
    }

    @Test
    void answersWhatWasKnownAtAnInstant() {
        server.batch(tenant, batch(cell("orders", "2026-01", "1")));
        String between = server.column(
                        tenant,
                        "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                .getFirst();
        server.batch(tenant, batch(cell("orders", "2026-01", "2")));

        var past = server.get(tenant, "/api/v1/kpis/orders/series?from=2026-01&to=2026-01&asOf=" + between);

        assertThat(DataServer.json(past).at("/series/0/values/0").asInt())
                .as(past.body())
                .isEqualTo(1);
    }

    @Test
    void refusesSeriesThatCannotBe() {
        assertThat(server.get(tenant, "/api/v1/kpis/nope/series?from=2026-01&to=2026-01")
                        .statusCode())
                .isEqualTo(404);
        assertThat(problem("orders/series?from=2026-01-01&to=2026-01-02&grain=DAY"))
                .contains("FINER_THAN_GRAIN");
        assertThat(problem("orders/series?from=2026-01&to=2026-02&groupBy=region"))
                .contains("DIMENSION_NOT_CARRIED");
        assertThat(problem("orders/series?from=2026-01&to=2026-Q2")).contains("PERIOD_NOT_OF_REQUESTED_GRAIN");
        assertThat(problem("orders/series?from=2026-02&to=2026-01")).contains("RANGE_REVERSED");
        assertThat(problem("orders/series?from=2026-01&to=2026-02&asOf=%2B999999999-01-01T00:00:00Z"))
                .contains("PARAMETER_NOT_READABLE");
        assertThat(problem("orders/series?from=0001-01&to=9999-01")).contains("TOO_MANY_PERIODS");
        assertThat(problem("orders/series?to=2026-01&scenario=paln")).contains("PARAMETER_MISSING", "UNKNOWN_SCENARIO");
    }

    private String problem(String path) {
        var response = server.get(tenant, "/api/v1/kpis/" + path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        return response.body();
    }

    private java.net.http.HttpResponse<String> stream(String lines) {
        return server.send(tenant, "POST", "/api/v1/observations:batch", "application/x-ndjson", lines);
    }

    private static String faulty(String onError) {
        String cells = String.join(
                ",",
                cell("orders", "2026-01", "1"),
                cell("order", "2026-01", "1"),
                cell("orders", "2026-13", "1"),
                cell("orders", "2026", "1"),
                "{\"kpi\":\"orders\",\"period\":\"2026-02\",\"scenario\":\"paln\",\"value\":1}",
                cell("sales", "2026-01", "1"),
                "{\"kpi\":\"sales\",\"period\":\"2026-02\",\"members\":{\"region\":\"us\"},\"value\":1}",
                cell("rate", "2026-01", "0.5"),
                cell("orders", "2026-03", "\"x\""),
                cell("orders", "2026-01", "2"),
                cell("orders", "2026-04", "1e999"),
                "{\"kpi\":\"orders\",\"period\":\"2026-05\",\"members\":{\"region\":\"kr\"},\"value\":1}");
        return "{\"observations\":[" + cells + "],\"onError\":\"" + onError + "\"}";
    }

    private static List<String> codes(JsonNode errors) {
        return errors.findParents("code").stream()
                .map(error ->
                        error.path("index").asInt() + " " + error.path("code").asText())
                .toList();
    }

    private static String batch(String... cells) {
        return "{\"observations\":[" + String.join(",", cells) + "]}";
    }

    private static String cell(String kpi, String period, String value) {
        return "{\"kpi\":\"" + kpi + "\",\"period\":\"" + period + "\",\"value\":" + value + "}";
    }
}
