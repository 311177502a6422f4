package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.app.RunningServer.Person;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a value down to the line and the person behind its inputs. */
class ExplanationIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Person owner;

    @BeforeEach
    void defineAShop() {
        owner = SERVER.signUp();
        RunningServer.require(SERVER.post("/api/v1/definition:apply", owner.token(), """
                        {"dimensions": [{"code": "region", "name": "Region", "members": [
                           {"code": "kr", "name": "Korea"}, {"code": "jp", "name": "Japan"}]}],
                         "kpis": [
                           {"code": "orders", "name": "Orders", "unit": {"type": "COUNT"}, "grain": "MONTH", "dimensions": ["region"]},
                           {"code": "visits", "name": "Visits", "unit": {"type": "COUNT"}, "grain": "MONTH", "dimensions": ["region"]},
                           {"code": "rate", "name": "Rate", "unit": {"type": "PERCENT"}, "grain": "MONTH", "formula": "orders / visits"},
                           {"code": "growth", "name": "Growth", "unit": {"type": "NUMBER"}, "grain": "MONTH", "rollup": "LAST",
                            "formula": "rate / prev(rate) - 1"}]}"""), 200);
    }

    @Test
    void goesDownToTheLineOfTheFileAndThePersonWhoImportedIt() {
        importFile("kpi,period,region,value\norders,2025-02,kr,30\nvisits,2025-02,kr,100\norders,2025-01,kr,20\n");
        observe("visits", "2025-01", "kr", "100");

        JsonNode explanation = explain("growth", "?period=2025-02");

        assertThat(codes(explanation.path("nodes"))).containsExactly("growth", "rate", "visits", "orders");
        assertThat(explanation.at("/nodes/0/values/0").asDouble()).isEqualTo(0.3 / 0.2 - 1);
        assertThat(explanation.at("/nodes/1/periods").toString()).isEqualTo("[\"2025-01\",\"2025-02\"]");
        assertThat(explanation.at("/nodes/1/formulas/0/formula").asText()).isEqualTo("orders / visits");
        assertThat(explanation.at("/nodes/1/formulas/0/version").asInt()).isOne();
        assertThat(explanation.at("/nodes/1/formulas/0/savedBy/name").asText()).isNotEmpty();
        assertThat(explanation.at("/nodes/1/references").toString()).isEqualTo("[\"orders\",\"visits\"]");
        JsonNode observations = explanation.at("/observations/items");
        assertThat(codes(observations)).containsExactly("orders", "orders", "visits", "visits");
        assertThat(observations.at("/0/import/line").asInt()).isEqualTo(4);
        assertThat(observations.at("/0/import/fileName").asText()).isEqualTo("january.csv");
        assertThat(observations.at("/1/import/line").asInt()).isEqualTo(2);
        assertThat(observations.at("/2/import").isNull()).isTrue();
        assertThat(observations.at("/2/batch/kind").asText()).isEqualTo("api");
        assertThat(observations.at("/2/recordedBy/name").asText()).isNotEmpty();
        assertThat(observations.at("/2/recordedBy/id").asText()).isNotEmpty();
    }

    @Test
    void saysWhyAValueIsMissingAndWhoWithdrewIt() {
        observe("orders", "2025-02", "kr", "30");
        observe("visits", "2025-02", "kr", "100");
        observe("visits", "2025-02", "kr", "null");

        JsonNode explanation = explain("rate", "?period=2025-02");

        assertThat(explanation.at("/nodes/0/values/0").isNull()).isTrue();
        assertThat(explanation.at("/nodes/0/reasons/2025-02/code").asText()).isEqualTo("NO_VALUE");
        assertThat(explanation.at("/nodes/0/reasons/2025-02/inputs").toString()).isEqualTo("[\"visits\"]");
        JsonNode withdrawn = explanation.at("/observations/items/1");
        assertThat(withdrawn.path("value").isNull()).isTrue();
        assertThat(withdrawn.path("restated").asBoolean()).isTrue();
        assertThat(withdrawn.at("/recordedBy/name").asText()).isNotEmpty();
    }

    @Test
    void flagsWhatChangedAfterItsPeriodWasOver() {
        observe("orders", "2025-02", "kr", "30");
        observe("orders", "2025-02", "jp", "10");
        observe("orders", "2025-02", "jp", "11");
        observe("orders", "2099-02", "kr", "1");
        observe("orders", "2099-02", "kr", "2");

        assertThat(explain("orders", "?period=2025-02").at("/observations/items"))
                .extracting(item -> item.at("/members/region").asText()
                        + item.path("restated").asBoolean())
                .containsExactly("jptrue", "krfalse");
        assertThat(explain("orders", "?period=2099-02")
                        .at("/observations/items/0/restated")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void flagsAValueThatWasWithdrawnAndCameBack() {
        observe("orders", "2025-02", "kr", "30");
        observe("orders", "2025-02", "kr", "null");
        observe("orders", "2025-02", "kr", "30");

        assertThat(explain("orders", "?period=2025-02")
                        .at("/observations/items/0/restated")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void namesTheFormulaThatHeldThen() {
        patch("rate", "{\"formula\": \"orders / (visits + 1)\", \"effectiveFrom\": \"2025-02\"}");

        assertThat(explain("rate", "?period=2025-01").at("/nodes/0/formulas").toString())
                .contains("\"formula\":\"orders / visits\",\"effectiveFrom\":null,\"version\":1");
        assertThat(explain("rate", "?period=2025-02").at("/nodes/0/formulas").toString())
                .contains("\"formula\":\"orders / (visits + 1)\",\"effectiveFrom\":\"2025-02\",\"version\":2")
                .doesNotContain("orders / visits");
    }

    @Test
    void explainsAQuarterByItsMonthsWhereTheyAreRolledUp() {
        observe("orders", "2025-02", "kr", "30");

        JsonNode orders = explain("orders", "?period=2025-Q1");
        JsonNode growth = explain("growth", "?period=2025-Q1");

        assertThat(codes(orders.at("/observations/items"))).containsExactly("orders");
        assertThat(orders.at("/nodes/0/values/0").asDouble()).isEqualTo(30);
        assertThat(growth.at("/nodes/1/periods").toString())
                .isEqualTo("[\"2024-12\",\"2025-01\",\"2025-02\",\"2025-03\"]");
    }

    @Test
    void explainsTheFilteredPart() {
        observe("orders", "2025-02", "kr", "30");
        observe("orders", "2025-02", "jp", "10");

        JsonNode explanation = explain("orders", "?period=2025-02&where=region:jp");

        assertThat(explanation.at("/nodes/0/values/0").asDouble()).isEqualTo(10);
        assertThat(explanation.at("/observations/items")).hasSize(1);
        assertThat(explanation.at("/observations/items/0/members/region").asText())
                .isEqualTo("jp");
    }

    @Test
    void explainsASetValueBesideItsFormula() {
        RunningServer.require(
                SERVER.post(
                        "/api/v1/observations:batch",
                        owner.token(),
                        "{\"observations\": ["
                                + "{\"kpi\": \"rate\", \"scenario\": \"plan\", \"period\": \"2025-02\", \"members\": {\"region\": \"kr\"}, \"value\": 0.5},"
                                + "{\"kpi\": \"orders\", \"scenario\": \"plan\", \"period\": \"2025-02\", \"members\": {\"region\": \"kr\"}, \"value\": 40},"
                                + "{\"kpi\": \"visits\", \"scenario\": \"plan\", \"period\": \"2025-02\", \"members\": {\"region\": \"kr\"}, \"value\": 100}]}"),
                200);

        JsonNode explanation = explain("rate", "?period=2025-02&scenario=plan&where=region:kr");

        assertThat(explanation.at("/nodes/0/values/0").asDouble()).isEqualTo(0.5);
        assertThat(explanation.at("/nodes/0/origin/0").asText()).isEqualTo("set");
        assertThat(explanation.at("/nodes/0/computed/0").asDouble()).isEqualTo(0.4);
        assertThat(codes(explanation.at("/observations/items"))).containsExactly("orders", "rate", "visits");
    }

    @Test
    void pagesItsObservations() {
        List<String> cells = List.of("2025-01 jp", "2025-01 kr", "2025-02 jp", "2025-02 kr", "2025-03 kr");
        cells.forEach(cell -> observe("orders", cell.substring(0, 7), cell.substring(8), "1"));
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = explain("orders", "?period=2025&limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.at("/observations/items")
                    .forEach(item -> seen.add(item.path("period").asText() + " "
                            + item.at("/members/region").asText()));
            cursor = page.at("/observations/nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));

        assertThat(seen).containsExactlyElementsOf(cells);
    }

    @Test
    void refusesWhatItCannotExplain() {
        assertThat(get("growth", "?period=2025-02-01").body()).contains("FINER_THAN_GRAIN");
        assertThat(get("growth", "?period=2025-02&scenario=paln").body()).contains("UNKNOWN_SCENARIO", "plan");
        assertThat(get("growth", "?period=2025-02&where=channel:web").body()).contains("DIMENSION_NOT_CARRIED");
        assertThat(get("growth", "?period=soon&where=x&limit=0&cursor=eA").body())
                .contains("\"period\"", "\"where\"", "\"limit\"", "\"cursor\"");
        assertThat(get("nothing", "?period=2025-02").statusCode()).isEqualTo(404);
        assertThat(get("growth", "?period=0001-01").statusCode()).isEqualTo(200);
    }

    private JsonNode explain(String kpi, String query) {
        HttpResponse<String> answer = get(kpi, query);
        RunningServer.require(answer, 200);
        return RunningServer.json(answer);
    }

    private HttpResponse<String> get(String kpi, String query) {
        return SERVER.get("/api/v1/kpis/" + kpi + "/explanation" + query, owner.token());
    }

    private static List<String> codes(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path("kpi").asText())
                .toList();
    }

    private void observe(String kpi, String period, String region, String value) {
        RunningServer.require(
                SERVER.post(
                        "/api/v1/observations:batch",
                        owner.token(),
                        "{\"observations\": [{\"kpi\": \"%s\", \"period\": \"%s\", \"members\": {\"region\": \"%s\"}, \"value\": %s}]}"
                                .formatted(kpi, period, region, value)),
                200);
    }

    private void importFile(String csv) {
        HttpResponse<String> taken = SERVER.post(
                "/api/v1/imports",
                owner.token(),
                csv,
                "Content-Type",
                "text/csv",
                "Content-Disposition",
                "attachment; filename=\"january.csv\"");
        RunningServer.require(taken, 202);
        String location = taken.headers().firstValue("Location").orElseThrow();
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonNode ended = RunningServer.json(SERVER.get(location, owner.token()));
        while (List.of("QUEUED", "RUNNING").contains(ended.path("status").asText()) && System.nanoTime() < end) {
            Thread.onSpinWait();
            ended = RunningServer.json(SERVER.get(location, owner.token()));
        }
        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
    }

    private void patch(String kpi, String body) {
        RunningServer.require(
                SERVER.send(
                        "PATCH",
                        "/api/v1/kpis/" + kpi,
                        owner.token(),
                        BodyPublishers.ofString(body),
                        "Content-Type",
                        "application/json"),
                200);
    }
}
