package com.planitai.kpi.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ImportRevertIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final String VALUES =
            "SELECT period - 2026 * 12 + 1 || '=' || value FROM observation ORDER BY period";
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
    void givesEveryCellBackWhatItHad() {
        write(1, 10);
        JsonNode imported = months("1,1\n2,2\n3,3\n");
        String history = "SELECT count(*)::text FROM observation_history";
        String before = server.column(tenant, history).getFirst();

        JsonNode done = server.ask(tenant, imported, "revert", "");

        assertThat(done.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(done.at("/reverted/restored").asInt()).isEqualTo(3);
        assertThat(done.at("/reverted/kept").asInt()).isZero();
        assertThat(done.path("inserted").asInt()).isEqualTo(2);
        assertThat(server.column(tenant, VALUES)).containsExactly("1=10");
        assertThat(server.column(tenant, "SELECT coalesce(line, 0)::text FROM observation_history ORDER BY id"))
                .containsExactly("0", "2", "3", "4", "0", "0", "0");
        assertThat(server.column(tenant, "SELECT (changed_at IS NOT NULL)::text FROM observation"))
                .containsExactly("true");
        assertThat(server.column(tenant, history)).containsExactly(Integer.toString(Integer.parseInt(before) + 3));
        assertThat(server.column(tenant, "SELECT data_version::text FROM settings"))
                .containsExactly("3");
        assertThat(server.column(tenant, "SELECT action FROM audit_event ORDER BY id DESC LIMIT 1"))
                .containsExactly("data.revert");
    }

    @Test
    void doesItOnceHoweverOftenItIsAsked() {
        JsonNode imported = months("1,1\n");
        server.ask(tenant, imported, "revert", "");
        write(1, 7);

        HttpResponse<String> again = server.send(
                tenant, "POST", "/api/v1/imports/" + imported.path("id").asText() + ":revert", "application/json", "");

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(DataServer.json(again).at("/reverted/restored").asInt()).isEqualTo(1);
        assertThat(server.column(tenant, VALUES)).containsExactly("1=7");
    }

    @Test
    void keepsAndNamesCellsThatWereChangedSince() {
        JsonNode imported = months("1,1\n2,2\n3,3\n");
        write(2, 20);
        server.batch(tenant, "{\"observations\": [{\"kpi\": \"orders\", \"period\": \"2026-03\", \"value\": null}]}");

        JsonNode done = server.ask(tenant, imported, "revert", "");

        assertThat(server.column(tenant, VALUES)).containsExactly("2=20");
        assertThat(done.at("/reverted/kept").asInt()).isEqualTo(2);
        assertThat(done.at("/reverted/cells").findValuesAsText("period")).containsExactly("2026-02", "2026-03");
        assertThat(done.at("/reverted/cells/0/kpi").asText()).isEqualTo("orders");
    }

    @Test
    void leadsToTheSameInWhateverOrderImportsAreReverted() {
        var random = new Random(20261124);
        for (int round = 0; round < 6; round++) {
            makeTenant();
            var kept = new TreeMap<Integer, Integer>();
            var imports = new TreeMap<Integer, JsonNode>();
            for (int step = 0; step < 6; step++) {
                boolean isImport = random.nextBoolean();
                var lines = new StringBuilder();
                for (int month = 1; month <= 4; month++) {
                    if (random.nextInt(3) > 0) {
                        int value = step * 10 + month + round * 1000;
                        lines.append(month).append(',').append(value).append('\n');
                        if (!isImport) {
                            kept.put(month, value);
                        }
                    }
                }
                if (!lines.isEmpty()) {
                    if (isImport) {
                        imports.put(random.nextInt(), months(lines.toString()));
                    } else {
                        lines.toString().lines().forEach(line -> {
                            String[] parts = line.split(",", -1);
                            write(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
                        });
                    }
                }
            }
            imports.values().forEach(imported -> server.ask(tenant, imported, "revert", ""));

            assertThat(server.column(tenant, VALUES))
                    .as("round %d", round)
                    .containsExactlyElementsOf(kept.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList());
        }
    }

    @Test
    void writesTwoImportsAtOnceOneAfterTheOther() {
        List<HttpResponse<String>> taken = List.of(
                server.send(tenant, "POST", "/api/v1/imports", "text/csv", body(1)),
                server.send(tenant, "POST", "/api/v1/imports", "text/csv", body(2)));

        List<String> ended = taken.stream()
                .map(each -> server.await(
                                tenant, each.headers().firstValue("Location").orElseThrow())
                        .path("status")
                        .asText())
                .toList();

        assertThat(ended).containsExactly("SUCCEEDED", "SUCCEEDED");
        assertThat(server.column(tenant, "SELECT DISTINCT batch::text FROM observation"))
                .hasSize(1);
        assertThat(server.column(tenant, "SELECT count(*)::text FROM observation_history"))
                .containsExactly("2400");
        assertThat(server.column(tenant, "SELECT sum(inserted)::text || ' ' || sum(updated)::text FROM data_batch"))
                .containsExactly("1200 1200");
    }

    private static String body(int value) {
        var body = new StringBuilder("kpi,period,value\n");
        for (int year = 2000; year < 2100; year++) {
            for (int month = 1; month <= 12; month++) {
                body.append("orders,%d-%02d,%d%n".formatted(year, month, value));
            }
        }
        return body.toString();
    }

    /** Lines of month and value, of orders in 2026. */
    private JsonNode months(String lines) {
        var csv = new StringBuilder("kpi,period,value\n");
        lines.lines().forEach(line -> csv.append("orders,2026-0").append(line).append('\n'));
        JsonNode done = server.importFile(tenant, "", csv.toString());
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("SUCCEEDED");
        return done;
    }

    private void write(int month, int value) {
        var written = server.batch(
                tenant,
                "{\"observations\": [{\"kpi\": \"orders\", \"period\": \"2026-0%d\", \"value\": %d}]}"
                        .formatted(month, value));
        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
    }
}
