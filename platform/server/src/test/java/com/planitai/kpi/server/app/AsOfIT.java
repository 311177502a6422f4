package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.app.RunningServer.Person;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was known at an instant: the numbers of that time under the definitions of that time. */
class AsOfIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    private Person owner;

    @BeforeEach
    void defineRevenue() {
        owner = SERVER.signUp();
        apply("""
                {"kpis": [
                  {"code": "orders", "name": "Orders", "unit": {"type": "COUNT"}, "grain": "MONTH"},
                  {"code": "returns", "name": "Returns", "unit": {"type": "COUNT"}, "grain": "MONTH"},
                  {"code": "net", "name": "Net", "unit": {"type": "COUNT"}, "grain": "MONTH", "formula": "orders"}]}""");
        observe("orders", "100");
        observe("returns", "7");
    }

    @Test
    void answersTheFormulaAndTheNumbersOfThatTime() {
        Instant then = Instant.now();
        patch("net", "{\"formula\": \"orders - returns\"}");
        observe("orders", "200");

        assertThat(series("net", then)).contains("\"values\":[100.0]");
        assertThat(series("net", Instant.now())).contains("\"values\":[193.0]");
    }

    @Test
    void knowsNoKpiThatWasMadeLater() {
        Instant then = Instant.now();
        apply(
                "{\"kpis\": [{\"code\": \"visits\", \"name\": \"Visits\", \"unit\": {\"type\": \"COUNT\"}, \"grain\": \"MONTH\"}]}");

        assertThat(get("visits", then).statusCode()).isEqualTo(404);
        assertThat(get("visits", Instant.now()).statusCode()).isEqualTo(200);
    }

    @Test
    void stillKnowsAKpiThatWasDeleted() {
        Instant then = Instant.now();
        delete("net");
        delete("returns");

        assertThat(series("returns", then)).contains("\"values\":[7.0]");
        assertThat(get("returns", Instant.now()).statusCode()).isEqualTo(404);
    }

    @Test
    void tellsAKpiFromAnEarlierOneOfTheSameCode() {
        Instant then = Instant.now();
        delete("net");
        delete("returns");
        apply(
                "{\"kpis\": [{\"code\": \"returns\", \"name\": \"Again\", \"unit\": {\"type\": \"COUNT\"}, \"grain\": \"MONTH\"}]}");
        observe("returns", "9");

        assertThat(series("returns", then)).contains("\"values\":[7.0]");
        assertThat(series("returns", Instant.now())).contains("\"values\":[9.0]");
    }

    @Test
    void marksWhatWasUnfinishedThen() {
        assertThat(get("orders", "2020-01", "2019-06-01T00:00:00Z").statusCode())
                .as("no KPI was there in 2019")
                .isEqualTo(404);
        Instant now = Instant.now();
        String month = now.toString().substring(0, 7);

        assertThat(get("orders", month, now.toString()).body()).contains("\"partial\":[\"" + month + "\"]");
    }

    private String series(String kpi, Instant asOf) {
        HttpResponse<String> answer = get(kpi, asOf);
        RunningServer.require(answer, 200);
        return answer.body();
    }

    private HttpResponse<String> get(String kpi, Instant asOf) {
        return get(kpi, "2025-01", asOf.toString());
    }

    private HttpResponse<String> get(String kpi, String period, String asOf) {
        return SERVER.get(
                "/api/v1/kpis/%s/series?from=%s&to=%s&asOf=%s".formatted(kpi, period, period, asOf), owner.token());
    }

    private void apply(String document) {
        RunningServer.require(SERVER.post("/api/v1/definition:apply", owner.token(), document), 200);
    }

    private void observe(String kpi, String value) {
        RunningServer.require(
                SERVER.post(
                        "/api/v1/observations:batch",
                        owner.token(),
                        "{\"observations\": [{\"kpi\": \"%s\", \"period\": \"2025-01\", \"value\": %s}]}"
                                .formatted(kpi, value)),
                200);
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

    private void delete(String kpi) {
        RunningServer.require(
                SERVER.send(
                        "DELETE", "/api/v1/kpis/" + kpi + "?confirm=" + kpi, owner.token(), BodyPublishers.noBody()),
                204);
    }
}
