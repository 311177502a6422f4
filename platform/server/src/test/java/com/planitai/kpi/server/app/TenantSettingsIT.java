package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.app.RunningServer.Person;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a tenant decides for itself as a whole. */
class TenantSettingsIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    private Person owner;

    @BeforeEach
    void signUp() {
        owner = SERVER.signUp();
    }

    @Test
    void answersSettingsPlanAndQuotas() {
        JsonNode tenant = RunningServer.json(SERVER.get("/api/v1/tenant", owner.token()));

        assertThat(tenant.path("fiscalCalendar").path("firstMonth").asInt()).isOne();
        assertThat(tenant.path("holidays")).isEmpty();
        assertThat(tenant.path("plan").asText()).isNotEmpty();
        assertThat(tenant.path("quotas").path("kpis").asInt()).isEqualTo(5_000);
        assertThat(tenant.path("slug").asText()).isNotEmpty();
    }

    @Test
    void changesTheCalendarAndWhatIsReadByIt() {
        define("{\"code\": \"profit\", \"name\": \"Profit\", \"unit\": {\"type\": \"COUNT\"}, \"grain\": \"MONTH\"}");
        RunningServer.require(
                SERVER.post(
                        "/api/v1/observations:batch",
                        owner.token(),
                        "{\"observations\": [{\"kpi\": \"profit\", \"period\": \"2025-04\", \"value\": 4}]}"),
                200);

        HttpResponse<String> patched = patch(
                "{\"fiscalCalendar\": {\"firstMonth\": 4, \"naming\": \"STARTS_IN\"}, \"timeZone\": \"Asia/Tokyo\","
                        + " \"holidays\": [\"2026-11-23\", \"2026-11-03\"]}");

        RunningServer.require(patched, 200);
        assertThat(patched.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(patched.headers().firstValue("Tenant-Version")).isPresent();
        assertThat(patched.body())
                .contains(
                        "\"holidays\":[\"2026-11-03\",\"2026-11-23\"]",
                        "\"fiscalCalendar\":{\"firstMonth\":4,\"naming\":\"STARTS_IN\"}");
        assertThat(SERVER.get("/api/v1/kpis/profit/series?from=2025-Q1&to=2025-Q1&grain=QUARTER", owner.token())
                        .body())
                .contains("\"values\":[4.0]");
    }

    @Test
    void refusesAStaleRevisionAndWhatIsNotTheTenantsToDecide() {
        RunningServer.require(patch("{\"name\": \"Renamed\"}"), 200);

        assertThat(patch("{\"name\": \"Again\"}", "If-Match", "\"1\"").statusCode())
                .isEqualTo(412);
        assertThat(patch("{\"plan\": \"enterprise\", \"quotas\": {}, \"slug\": \"other\"}")
                        .body())
                .contains("\"/plan\"", "\"/quotas\"", "\"/slug\"");
    }

    @Test
    void greetsWithTheNameOfNow() {
        RunningServer.require(patch("{\"name\": \"Renamed\"}"), 200);

        assertThat(RunningServer.json(SERVER.get("/api/v1/me", owner.token()))
                        .at("/tenant/name")
                        .asText())
                .isEqualTo("Renamed");
        assertThat(SERVER.post(
                                "/api/v1/auth/login",
                                null,
                                "{\"tenant\": \"%s\", \"email\": \"%s\", \"password\": \"%s\"}"
                                        .formatted(owner.tenant(), owner.email(), RunningServer.PASSWORD))
                        .body())
                .contains("\"name\":\"Renamed\"");
    }

    @Test
    void namesEveryFault() {
        HttpResponse<String> refused = patch(
                "{\"name\": \"   \", \"timeZone\": \"Mars/Olympus\", \"holidays\": [\"2026-02-30\", \"0000-01-01\"]}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("\"/name\"", "TIME_ZONE_UNKNOWN", "\"/holidays/0\"", "\"/holidays/1\"", "DATE_NOT_READABLE");
        assertThat(patch("{\"fiscalCalendar\": {\"firstMonth\": 13}, \"locale\": \"tlh\", \"holidays\": [1]}")
                        .body())
                .contains("\"/fiscalCalendar/firstMonth\"", "\"/locale\"", "\"/holidays/0\"");
    }

    @Test
    void writesNothingWhenNothingChanges() {
        HttpResponse<String> before = SERVER.get("/api/v1/tenant", owner.token());
        HttpResponse<String> same = patch(
                "{\"locale\": \"" + RunningServer.json(before).path("locale").asText() + "\"}");

        assertThat(same.headers().firstValue("ETag")).isEqualTo(before.headers().firstValue("ETag"));
        assertThat(same.headers().firstValue("Tenant-Version")).isEmpty();
    }

    @Test
    void leavesOtherTenantsAlone() {
        Person other = SERVER.signUp();
        HttpResponse<String> before = SERVER.get("/api/v1/tenant", other.token());

        RunningServer.require(patch("{\"name\": \"Mine\", \"holidays\": [\"2026-11-03\"]}"), 200);

        assertThat(SERVER.get("/api/v1/tenant", other.token()).body()).isEqualTo(before.body());
    }

    private void define(String kpi) {
        RunningServer.require(SERVER.post("/api/v1/kpis", owner.token(), kpi), 201);
    }

    private HttpResponse<String> patch(String body, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/merge-patch+json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return SERVER.send("PATCH", "/api/v1/tenant", owner.token(), BodyPublishers.ofString(body), all);
    }
}
