package com.planitai.kpi.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ImportIT {
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
    void listsFiveFaultsOfFiveLinesAndWritesNothing() {
        JsonNode done = server.importFile(tenant, "", """
                kpi,period,scenario,value
                order,2026-01,actual,1
                orders,2026-13,actual,1
                orders,2026-01,actual,many
                rate,2026-01,actual,0.5
                orders,2026,actual,1
                """);

        assertThat(done.path("status").asText()).isEqualTo("FAILED");
        assertThat(faults(done))
                .containsExactly(
                        "2 kpi UNKNOWN_KPI",
                        "3 period PERIOD_NOT_READABLE",
                        "4 value VALUE_NOT_A_NUMBER",
                        "5 kpi FORMULA_KPI_IS_COMPUTED",
                        "6 period PERIOD_OF_OTHER_GRAIN");
        assertThat(done.path("rejected").asInt()).isEqualTo(5);
        assertThat(done.at("/errors/0/suggestion").asText()).isEqualTo("orders");
        assertThat(server.column(tenant, "SELECT value::text FROM observation")).isEmpty();
    }

    @Test
    void readsLongLayoutWithOtherSeparatorMarkAndQuotes() {
        JsonNode done = server.importFile(
                tenant,
                "",
                "\uFEFF KPI ;Period;\"Region\";Value\r\nsales;2026-01;kr;1.5\r\n\r\n\"sales\";2026-01-01;jp;-2e3\r\n");

        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("SUCCEEDED");
        assertThat(done.path("layout").asText()).isEqualTo("long");
        assertThat(done.path("inserted").asInt()).isEqualTo(2);
        assertThat(server.column(tenant, "SELECT members || ' ' || value FROM observation ORDER BY members"))
                .containsExactly("region=jp -2000", "region=kr 1.5");
        assertThat(server.column(tenant, "SELECT (import_id IS NOT NULL)::text FROM data_batch"))
                .containsExactly("true");
    }

    @Test
    void readsWideLayoutLeavingEmptyFieldsOut() {
        JsonNode done = server.importFile(
                tenant, "", "period\tscenario\torders\tvisits\n2026-01\tplan\t1\t\n2026-02\tplan\t2\t3\n");

        assertThat(done.path("layout").asText()).isEqualTo("wide");
        assertThat(done.path("rows").asInt()).isEqualTo(2);
        assertThat(done.path("inserted").asInt()).isEqualTo(3);
    }

    @Test
    void writesNothingOnADryRunAndSaysWhatItWould() {
        server.importFile(tenant, "", "kpi,period,value\norders,2026-01,1\norders,2026-02,2\n");

        JsonNode dry = server.importFile(
                tenant, "?dryRun=true", "kpi,period,value\norders,2026-01,1\norders,2026-02,3\norders,2026-03,3\n");

        assertThat(dry.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(List.of(
                        dry.path("inserted").asInt(),
                        dry.path("updated").asInt(),
                        dry.path("unchanged").asInt()))
                .containsExactly(1, 1, 1);
        assertThat(server.column(tenant, "SELECT count(*)::text FROM observation"))
                .containsExactly("2");
        assertThat(server.column(tenant, "SELECT data_version::text FROM settings"))
                .containsExactly("1");
    }

    @Test
    void skipsBadLinesAndLaterDuplicatesWhenAsked() {
        JsonNode done = server.importFile(
                tenant, "?onError=skip", "kpi,period,value\norders,2026-01,1\norders,2026-01,2\nnope,2026-01,2\n");

        assertThat(done.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(faults(done)).containsExactly("3 value DUPLICATE_LINE", "4 kpi UNKNOWN_KPI");
        assertThat(server.column(tenant, "SELECT value::text FROM observation")).containsExactly("1");
    }

    @Test
    void readsRealFileByASavedMapping() throws IOException {
        for (String code : List.of("fossil_fuels", "nuclear_energy", "renewables")) {
            server.kpi(tenant, code, "NUMBER", "YEAR", "{}", "");
        }
        var saved = server.send(tenant, "POST", "/api/v1/import-mappings", "application/json", """
                {"name": "iowa", "period": {"column": "year"}, "value": {"column": "net_generation"},
                 "kpi": {"column": "source", "values": {"Fossil Fuels": "fossil_fuels",
                   "Nuclear Energy": "nuclear_energy", "Renewables": "renewables"}}}
                """);
        String csv;
        try (InputStream file = getClass().getResourceAsStream("/demo/iowa-electricity.csv")) {
            csv = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }

        JsonNode done = server.importFile(tenant, "?mapping=iowa", csv);

        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(201);
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("SUCCEEDED");
        assertThat(done.path("layout").asText()).isEqualTo("mapped");
        assertThat(done.path("inserted").asInt()).isEqualTo(51);
        var series = server.get(tenant, "/api/v1/kpis/renewables/series?from=2001&to=2017");
        assertThat(DataServer.json(series).at("/series/0/values/0").asInt()).isEqualTo(1437);
    }

    @Test
    void readsDatesByTheMappingsFormatAndRefusesThoseThatAreNoDates() {
        server.kpi(tenant, "hours", "NUMBER", "DAY", "{}", "");
        saveMapping("days", "dd.MM.yyyy", "hours");
        saveMapping("quarters", "QQQ yyyy", "orders");
        saveMapping("clock", "HH", "orders");

        assertThat(faults(server.importFile(tenant, "?mapping=days", "p,v\n31.01.2026,1\n31.02.2026,2\n")))
                .containsExactly("3 p DATE_NOT_OF_FORMAT");
        assertThat(faults(server.importFile(tenant, "?mapping=quarters", "p,v\nQ2 2026,1\n")))
                .containsExactly("2 p PERIOD_OF_OTHER_GRAIN");
        assertThat(faults(server.importFile(tenant, "?mapping=clock", "p,v\n12,1\n")))
                .containsExactly("2 p DATE_NOT_OF_FORMAT");
    }

    @Test
    void reportsTextThatTheDatabaseCannotHold() {
        assertThat(faults(server.importFile(tenant, "", "kpi,period,value\nor\0ders,2026-01,1\n")))
                .containsExactly("2 kpi UNKNOWN_KPI");
    }

    @Test
    void explainsFilesThatCannotBeRead() {
        assertThat(faults(server.importFile(tenant, "", "a,b\n1,2\n"))).containsExactly("1 null COLUMN_MISSING");
        assertThat(faults(server.importFile(tenant, "", "period,ordres\n2026-01,2\n")))
                .containsExactly("1 ordres UNKNOWN_COLUMN");
        assertThat(faults(server.importFile(tenant, "", "kpi,period,value\norders,2026-01,\"1\n")))
                .contains("2 null QUOTES_NOT_CLOSED");
        assertThat(server.send(tenant, "POST", "/api/v1/imports", "text/csv", "")
                        .statusCode())
                .isEqualTo(422);
        assertThat(server.send(tenant, "POST", "/api/v1/imports?mapping=no", "text/csv", "a")
                        .statusCode())
                .isEqualTo(422);
        assertThat(server.send(tenant, "POST", "/api/v1/imports", "text/csv; charset=iso-8859-1", "a")
                        .statusCode())
                .isEqualTo(415);
        assertThat(server.send(tenant, "POST", "/api/v1/imports", "application/vnd.ms-excel", "a")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void cannotCancelWhatIsOverAndHidesImportsOfOtherTenants() {
        JsonNode done = server.importFile(tenant, "", "kpi,period,value\norders,2026-01,1\n");
        String path = "/api/v1/imports/" + done.path("id").asText();
        Tenant other = POSTGRES.newTenant("o-" + UUID.randomUUID().toString().substring(0, 8));

        assertThat(server.send(tenant, "DELETE", path, "application/json", "").statusCode())
                .isEqualTo(409);
        assertThat(server.get(other, path).statusCode()).isEqualTo(404);
        assertThat(server.send(other, "DELETE", path, "application/json", "").statusCode())
                .isEqualTo(404);
        assertThat(DataServer.json(server.get(tenant, "/api/v1/imports?limit=1"))
                        .path("items"))
                .hasSize(1);
    }

    @Test
    void guardsMappingsByRevision() {
        String mapping =
                "{\"name\":\"m\",\"period\":{\"column\":\"p\"},\"kpi\":{\"code\":\"orders\"},\"value\":{\"column\":\"v\"}}";
        String path = "/api/v1/import-mappings";

        assertThat(server.send(tenant, "POST", path, "application/json", mapping)
                        .statusCode())
                .isEqualTo(201);
        assertThat(server.send(tenant, "POST", path, "application/json", mapping)
                        .statusCode())
                .isEqualTo(409);
        assertThat(server.send(tenant, "PUT", path + "/m", "application/json", mapping, "If-Match", "\"9\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(server.send(tenant, "PUT", path + "/m", "application/json", mapping, "If-Match", "\"1\"")
                        .headers()
                        .firstValue("ETag"))
                .hasValue("\"2\"");
        assertThat(server.send(tenant, "DELETE", path + "/m", "application/json", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(server.get(tenant, path + "/m").statusCode()).isEqualTo(404);
    }

    private void saveMapping(String name, String format, String kpi) {
        var saved = server.send(
                tenant, "POST", "/api/v1/import-mappings", "application/json", """
                {"name": "%s", "period": {"column": "p", "format": "%s"}, "kpi": {"code": "%s"}, "value": {"column": "v"}}
                """.formatted(name, format, kpi));
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(201);
    }

    private static List<String> faults(JsonNode done) {
        return done.path("errors").findParents("code").stream()
                .map(error ->
                        error.path("line").asText() + " " + error.path("column").asText() + " "
                                + error.path("code").asText())
                .toList();
    }
}
