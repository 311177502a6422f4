package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.http.Route;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one tenant has, another cannot tell from what nobody ever had. */
class TenantWallIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    /** For each path parameter of the table: something that the first tenant has, and something of the same length that nobody has. */
    private static final Map<String, String> THERE = new HashMap<>();

    private static final Map<String, String> NOWHERE = new HashMap<>();
    private static final Map<String, String> BODIES = Map.of(
            "PATCH /api/v1/kpis/{code}", "{\"name\": \"Taken over\"}",
            "PATCH /api/v1/dimensions/{code}", "{\"name\": \"Taken over\"}",
            "PATCH /api/v1/scenarios/{code}", "{\"name\": \"Taken over\"}",
            "PATCH /api/v1/trees/{slug}", "{\"name\": \"Taken over\"}",
            "PUT /api/v1/import-mappings/{name}",
                    "{\"name\": \"%s\", \"period\": {\"column\": \"p\"}, \"kpi\": {\"code\": \"secret_sales\"}, \"value\": {\"column\": \"v\"}}");
    private static final Map<String, String> QUERIES = Map.of(
            "GET /api/v1/kpis/{code}/series", "?from=2025-01&to=2025-12",
            "GET /api/v1/kpis/{code}/explanation", "?period=2025-01",
            "GET /api/v1/trees/{slug}/evaluation", "?period=2025-01&compare=plan,previous",
            "GET /api/v1/trees/{slug}/attribution", "?period=2025-01&against=previous",
            "GET /api/v1/trees/{slug}/sensitivity", "?period=2025-01");

    private static Person first;
    private static Person second;

    @BeforeAll
    static void signUpTwice() {
        first = SERVER.signUp();
        second = SERVER.signUp();
        RunningServer.require(SERVER.post("/api/v1/definition:apply", first.token(), """
                        {"dimensions": [{"code": "secret_sales", "name": "Sales", "members": []}],
                         "scenarios": [{"code": "secret_sales", "name": "Sales"}],
                         "kpis": [
                           {"code": "secret_sales", "name": "Sales", "unit": {"type": "COUNT"}, "grain": "MONTH", "rollup": "SUM"},
                           {"code": "secret_twice", "name": "Twice", "unit": {"type": "COUNT"}, "grain": "MONTH", "formula": "secret_sales * 2"}],
                         "trees": [{"slug": "secret-tree", "name": "Tree", "root": "secret_twice"}]}"""), 200);
        RunningServer.require(SERVER.post("/api/v1/observations:batch", first.token(), """
                        {"observations": [{"kpi": "secret_sales", "period": "2025-01", "value": 42}]}"""), 200);
        RunningServer.require(SERVER.post("/api/v1/import-mappings", first.token(), """
                        {"name": "secret-map", "period": {"column": "p"}, "kpi": {"code": "secret_sales"}, "value": {"column": "v"}}"""), 201);
        HttpResponse<String> taken = SERVER.post(
                "/api/v1/imports",
                first.token(),
                "kpi,period,value\nsecret_sales,2025-02,43\n",
                "Content-Type",
                "text/csv");
        RunningServer.require(taken, 202);
        THERE.putAll(Map.of(
                "code", "secret_sales",
                "slug", "secret-tree",
                "name", "secret-map",
                "id", RunningServer.json(taken).path("id").asText()));
        NOWHERE.putAll(Map.of(
                "code", "nobody_sales",
                "slug", "nobody-tree",
                "name", "nobody-map",
                "id", UUID.randomUUID().toString()));
    }

    @Test
    void cannotTellTheFirstTenantsThingsFromThoseThatNeverWere() {
        Map<Route, Object> foreign = new LinkedHashMap<>();
        Map<Route, Object> absent = new LinkedHashMap<>();
        for (Route route : routesWithParameters().toList()) {
            foreign.put(route, RunningServer.comparable(call(route, THERE), values(THERE)));
            absent.put(route, RunningServer.comparable(call(route, NOWHERE), values(NOWHERE)));
        }

        assertThat(foreign).hasSizeGreaterThan(10).isEqualTo(absent);
    }

    @Test
    void answersNotFoundForTheFirstTenantsThings() {
        routesWithParameters()
                .filter(route -> !route.path().startsWith("/problems/"))
                .forEach(route -> assertThat(call(route, THERE).statusCode())
                        .as(route.toString())
                        .isEqualTo(404));
    }

    @Test
    void findsNoneOfThemByNamingThemInABody() {
        assertSame("/api/v1/formulas:check", "{\"formula\": \"%s * 2\"}");
        assertSame("/api/v1/trees", "{\"slug\": \"mine\", \"name\": \"Mine\", \"root\": \"%s\"}");
        assertSame(
                "/api/v1/kpis",
                "{\"code\": \"mine\", \"name\": \"Mine\", \"unit\": {\"type\": \"COUNT\"}, \"grain\": \"MONTH\", \"formula\": \"%s\"}");
        assertSame(
                "/api/v1/observations:batch",
                "{\"observations\": [{\"kpi\": \"%s\", \"period\": \"2025-01\", \"value\": 1}]}");
        assertSame(
                "/api/v1/goal-seeks",
                "{\"kpi\": \"%1$s\", \"period\": \"2025-01\", \"target\": 1, \"lever\": \"%1$s\"}");
        assertSame("/api/v1/analyses", "{\"kpi\": \"%s\", \"period\": \"2025-01\", \"sections\": [\"trend\"]}");
        assertSame(
                "/api/v1/definition:apply",
                "{\"trees\": [{\"slug\": \"mine\", \"name\": \"Mine\", \"root\": \"%s\"}]}");
    }

    @Test
    void listsNothingOfTheFirstTenant() {
        Stream.of("kpis", "trees", "dimensions", "imports", "import-mappings", "analyses")
                .forEach(list -> {
                    HttpResponse<String> response = SERVER.get("/api/v1/" + list, second.token());
                    assertThat(RunningServer.json(response).path("items"))
                            .as(list)
                            .isEmpty();
                });
        assertThat(SERVER.get("/api/v1/definition", second.token()).body()).doesNotContain("secret");
    }

    @Test
    void leavesTheFirstTenantsThingsAsTheyWere() {
        HttpResponse<String> before = SERVER.get("/api/v1/definition", first.token());
        routesWithParameters().forEach(route -> call(route, THERE));

        assertThat(SERVER.get("/api/v1/definition", first.token()).body()).isEqualTo(before.body());
        assertThat(SERVER.get("/api/v1/kpis/secret_sales/series?from=2025-01&to=2025-01", first.token())
                        .body())
                .contains("\"values\":[42.0]");
    }

    private static void assertSame(String path, String body) {
        HttpResponse<String> foreign = SERVER.post(path, second.token(), body.formatted(THERE.get("code")));
        HttpResponse<String> absent = SERVER.post(path, second.token(), body.formatted(NOWHERE.get("code")));

        assertThat(RunningServer.comparable(foreign, values(THERE)))
                .as(path)
                .isEqualTo(RunningServer.comparable(absent, values(NOWHERE)));
    }

    private static Stream<Route> routesWithParameters() {
        return SERVER.routes().stream().filter(route -> route.path().contains("{"));
    }

    private static HttpResponse<String> call(Route route, Map<String, String> parameters) {
        String path = route.path();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            path = path.replace("{type}", "none").replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        String key = route.method() + " " + route.path();
        path += QUERIES.getOrDefault(key, "");
        return switch (route.method()) {
            case "GET", "DELETE" -> SERVER.send(route.method(), path, second.token(), BodyPublishers.noBody());
            default ->
                SERVER.send(
                        route.method(),
                        path,
                        second.token(),
                        BodyPublishers.ofString(BODIES.getOrDefault(key, "{}").formatted(parameters.get("name"))),
                        "Content-Type",
                        "application/json");
        };
    }

    private static String[] values(Map<String, String> parameters) {
        return List.copyOf(parameters.values()).toArray(String[]::new);
    }
}
