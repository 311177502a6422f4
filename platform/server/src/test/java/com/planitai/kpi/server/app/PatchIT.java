package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.app.RunningServer.Person;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PATCH is a JSON merge patch, whose result must be a whole KPI. */
class PatchIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    private static Person owner;

    @BeforeAll
    static void defineAKpi() {
        owner = SERVER.signUp();
        SERVER.post("/api/v1/kpis", owner.token(), """
                {"code": "sales", "name": "Sales", "unit": {"type": "CURRENCY", "currency": "KRW"}, "grain": "MONTH",
                 "thresholds": {"amber": 0.9, "red": 0.8}}""");
    }

    @Test
    void mergesNestedObjects() {
        HttpResponse<String> patched = patch("{\"thresholds\": {\"red\": 0.5}}");

        assertThat(patched.statusCode()).isEqualTo(200);
        assertThat(patched.body()).contains("\"thresholds\":{\"amber\":0.9,\"red\":0.5}");
    }

    @Test
    void refusesAPatchWhoseResultIsNoKpi() {
        HttpResponse<String> refused = patch("{\"unit\": {\"type\": null}, \"direction\": {\"type\": \"SIDEWAYS\"}}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("\"/unit/type\"", "\"/direction/type\"");
    }

    private static HttpResponse<String> patch(String body) {
        return SERVER.send(
                "PATCH",
                "/api/v1/kpis/sales",
                owner.token(),
                BodyPublishers.ofString(body),
                "Content-Type",
                "application/merge-patch+json");
    }
}
