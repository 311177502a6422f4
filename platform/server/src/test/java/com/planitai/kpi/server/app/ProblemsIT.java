package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.http.ProblemType;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Problems over HTTP that no other test provokes, and the pages that explain them all. */
class ProblemsIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    private static Person owner;

    @BeforeAll
    static void signUp() {
        owner = SERVER.signUp();
        RunningServer.require(SERVER.post("/api/v1/definition:apply", owner.token(), """
                        {"kpis": [
                           {"code": "base", "name": "B", "unit": {"type": "COUNT"}, "grain": "MONTH", "rollup": "SUM"},
                           {"code": "twice", "name": "T", "unit": {"type": "COUNT"}, "grain": "MONTH", "formula": "base * 2"}]}"""), 200);
    }

    @ParameterizedTest
    @EnumSource
    void areExplainedAtTheAddressTheyName(ProblemType type) {
        HttpResponse<String> page = SERVER.get("/problems/" + type.slug(), null, "Accept-Language", "ja");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("lang=\"ja\"");
    }

    @Test
    void nameTheirType() {
        assertType(SERVER.get("/api/v1/kpis", null), "/problems/not-signed-in");
        assertType(SERVER.get("/api/v1/operator/tenants", owner.token()), "/problems/not-allowed");
        assertType(SERVER.get("/api/v1/kpis/none", owner.token()), "/problems/not-found");
        assertType(
                SERVER.send("DELETE", "/api/v1/me", owner.token(), BodyPublishers.noBody()),
                "/problems/method-not-allowed");
        assertType(
                SERVER.send("DELETE", "/api/v1/kpis/base", owner.token(), BodyPublishers.noBody()), "/problems/in-use");
        assertType(
                SERVER.get(
                        "/api/v1/kpis/base/series?from=2025-01&to=2025-02",
                        owner.token(),
                        "Min-Tenant-Version",
                        "999999999"),
                "/problems/behind-requested-version");
        assertType(
                SERVER.post("/api/v1/auth/login", null, "{\"tenant\": \"a\", \"email\": \"b\", \"password\": \"c\"}"),
                "/problems/wrong-credentials");
        assertType(
                SERVER.send(
                        "POST",
                        "/api/v1/scenarios",
                        null,
                        BodyPublishers.noBody(),
                        "Cookie",
                        "__Host-session=" + owner.cookie()),
                "/problems/cross-site-request");
    }

    private static void assertType(HttpResponse<String> response, String type) {
        assertThat(RunningServer.json(response).path("type").asText())
                .as(response.body())
                .isEqualTo(type);
    }
}
