package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.app.RunningServer.Person;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Single dimensions and scenarios. */
class DimensionIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    private static final String REGION = "/api/v1/dimensions/region";
    private static final String STRETCH = "/api/v1/scenarios/stretch";

    private Person owner;

    @BeforeEach
    void defineRegionAndStretch() {
        owner = SERVER.signUp();
        RunningServer.require(SERVER.post("/api/v1/definition:apply", owner.token(), """
                        {"dimensions": [{"code": "region", "name": "Region", "members": [
                           {"code": "kr", "name": "Korea"}, {"code": "jp", "name": "Japan"}]}],
                         "scenarios": [{"code": "stretch", "name": "Stretch"}]}"""), 200);
    }

    @Test
    void answersOneWithItsRevision() {
        HttpResponse<String> region = SERVER.get(REGION, owner.token());
        HttpResponse<String> stretch = SERVER.get(STRETCH, owner.token());

        assertThat(region.body()).contains("\"name\":\"Region\"", "\"code\":\"kr\"");
        assertThat(region.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(stretch.body()).isEqualTo("{\"code\":\"stretch\",\"name\":\"Stretch\"}");
        assertThat(SERVER.get("/api/v1/dimensions/nothing", owner.token()).statusCode())
                .isEqualTo(404);
        assertThat(SERVER.get("/api/v1/scenarios/%00", owner.token()).statusCode())
                .isBetween(400, 404);
    }

    @Test
    void namesItsOwnAddressWhenItIsMade() {
        HttpResponse<String> made =
                SERVER.post("/api/v1/scenarios", owner.token(), "{\"code\": \"worst\", \"name\": \"Worst case\"}");

        String location = made.headers().firstValue("Location").orElseThrow();
        assertThat(SERVER.get(location, owner.token()).body()).isEqualTo(made.body());
    }

    @Test
    void renamesAndReplacesMembers() {
        HttpResponse<String> patched =
                patch(REGION, "{\"name\": \"Area\", \"members\": [{\"code\": \"kr\", \"name\": \"Korea\"}]}", "\"1\"");

        RunningServer.require(patched, 200);
        assertThat(patched.body())
                .isEqualTo(
                        "{\"code\":\"region\",\"name\":\"Area\",\"members\":[{\"code\":\"kr\",\"name\":\"Korea\"}]}");
        assertThat(patched.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(patched.headers().firstValue("Tenant-Version")).isPresent();
        assertThat(patch(REGION, "{\"name\": \"Late\"}", "\"1\"").statusCode()).isEqualTo(412);
        assertThat(patch(STRETCH, "{\"name\": \"Ambitious\"}", "*").body()).contains("Ambitious");
        assertThat(patch(STRETCH, "{\"name\": \"Ambitious\"}", "*").headers().firstValue("Tenant-Version"))
                .isEmpty();
    }

    @Test
    void refusesAPatchWhoseResultIsNone() {
        assertThat(patch(REGION, "{\"members\": [{\"code\": \"!\"}], \"code\": \"area\"}", "*")
                        .body())
                .contains("FIELD_UNKNOWN");
        assertThat(patch(REGION, "{\"members\": [{\"code\": \"!\", \"name\": \"x\"}]}", "*")
                        .body())
                .contains("\"/members/0/code\"");
        assertThat(patch(
                                REGION,
                                "{\"members\": [{\"code\": \"kr\", \"name\": \"x\"}, {\"code\": \"kr\", \"name\": \"y\"}]}",
                                "*")
                        .body())
                .contains("DUPLICATE_MEMBER");
        assertThat(patch("/api/v1/dimensions/nothing", "{\"name\": \"x\"}", "*").statusCode())
                .isEqualTo(404);
    }

    @Test
    void deletesWhatNothingUses() {
        assertThat(delete(REGION, "\"7\"").statusCode()).isEqualTo(412);
        assertThat(delete(REGION, "\"1\"").statusCode()).isEqualTo(204);
        assertThat(delete(REGION, "*").statusCode()).isEqualTo(404);
        assertThat(delete(STRETCH, "*").statusCode()).isEqualTo(204);
        assertThat(SERVER.get(STRETCH, owner.token()).statusCode()).isEqualTo(404);
    }

    @Test
    void keepsWhatObservationsCarry() {
        RunningServer.require(
                SERVER.post(
                        "/api/v1/kpis",
                        owner.token(),
                        "{\"code\": \"orders\", \"name\": \"Orders\", \"unit\": {\"type\": \"COUNT\"}, \"grain\": \"MONTH\", \"dimensions\": [\"region\"]}"),
                201);
        RunningServer.require(
                SERVER.post(
                        "/api/v1/observations:batch",
                        owner.token(),
                        "{\"observations\": [{\"kpi\": \"orders\", \"period\": \"2025-01\", \"scenario\": \"stretch\","
                                + " \"members\": {\"region\": \"kr\"}, \"value\": 1}]}"),
                200);

        HttpResponse<String> region = delete(REGION, "*");
        HttpResponse<String> stretch = delete(STRETCH, "*");

        assertThat(region.statusCode()).isEqualTo(409);
        assertThat(region.body()).contains("DIMENSION_IN_USE", "DIMENSION_HAS_OBSERVATIONS", "orders");
        assertThat(stretch.statusCode()).isEqualTo(409);
        assertThat(stretch.body()).contains("SCENARIO_HAS_OBSERVATIONS");
        assertThat(delete("/api/v1/scenarios/plan", "*").body()).contains("SCENARIO_IS_STANDARD");
    }

    @Test
    void showsTheGapBetweenASetAndAComputedValue() {
        RunningServer.require(SERVER.post("/api/v1/definition:apply", owner.token(), """
                        {"kpis": [
                          {"code": "orders", "name": "Orders", "unit": {"type": "COUNT"}, "grain": "MONTH"},
                          {"code": "twice", "name": "Twice", "unit": {"type": "COUNT"}, "grain": "MONTH", "formula": "orders * 2"}],
                         "trees": [{"slug": "tree", "name": "Tree", "root": "twice"}]}"""), 200);
        RunningServer.require(SERVER.post("/api/v1/observations:batch", owner.token(), """
                        {"observations": [
                          {"kpi": "orders", "period": "2025-01", "scenario": "plan", "value": 10},
                          {"kpi": "orders", "period": "2025-02", "scenario": "plan", "value": 11},
                          {"kpi": "twice", "period": "2025-01", "scenario": "plan", "value": 25}]}"""), 200);

        String series = SERVER.get("/api/v1/kpis/twice/series?from=2025-01&to=2025-02&scenario=plan", owner.token())
                .body();
        String tree = SERVER.get("/api/v1/trees/tree/evaluation?period=2025-01&scenario=plan", owner.token())
                .body();

        assertThat(series)
                .contains("\"values\":[25.0,22.0]", "\"origin\":[\"set\",\"computed\"]", "\"computed\":[20.0,null]");
        assertThat(tree).contains("\"value\":25.0,\"origin\":\"set\",\"computed\":20.0");
        assertThat(SERVER.get("/api/v1/kpis/twice/series?from=2025-01&to=2025-02", owner.token())
                        .body())
                .doesNotContain("\"computed\":[");
    }

    private HttpResponse<String> patch(String path, String body, String ifMatch) {
        return SERVER.send(
                "PATCH",
                path,
                owner.token(),
                BodyPublishers.ofString(body),
                "Content-Type",
                "application/json",
                "If-Match",
                ifMatch);
    }

    private HttpResponse<String> delete(String path, String ifMatch) {
        return SERVER.send("DELETE", path, owner.token(), BodyPublishers.noBody(), "If-Match", ifMatch);
    }
}
