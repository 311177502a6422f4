package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.coordination.Eventually;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever changes what snapshots hold raises the tenant's version, or instances would go on with what they have. A new route
 * that writes needs a step here, also to show that it writes nothing of the kind.
 */
class EveryWriterIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    /** Writes what the others write, through the same doors; needs a plugin. */
    private static final String INSTANTIATE = "POST /api/v1/templates/{id}:instantiate";

    /** Stands for the address of the import made last. */
    private static final String THE_IMPORT = "{import}";

    private static final String KPI = """
            {"code": "%s", "name": "%s", "unit": {"type": "COUNT"}, "grain": "MONTH"%s}""";

    /** @param path what the route's is for this step */
    private record Step(String route, String path, String mediaType, String body) {
        static Step of(String route, String path, String body) {
            return new Step(route, path, "application/json", body);
        }

        static Step of(String route, String body) {
            return of(route, route.substring(route.indexOf(' ') + 1), body);
        }

        String method() {
            return route.substring(0, route.indexOf(' '));
        }
    }

    /** In an order in which each finds what it needs; those with a query are the harmless ways of a route. */
    private static final List<Step> STEPS = List.of(
            Step.of("POST /api/v1/dimensions", """
                    {"code": "region", "name": "Region", "members": [{"code": "kr", "name": "Korea"}]}"""),
            Step.of("POST /api/v1/scenarios", """
                    {"code": "stretch", "name": "Stretch"}"""),
            Step.of("PATCH /api/v1/dimensions/{code}", "/api/v1/dimensions/region", "{\"name\": \"Regions\"}"),
            Step.of("PATCH /api/v1/scenarios/{code}", "/api/v1/scenarios/stretch", "{\"name\": \"Far\"}"),
            Step.of("PATCH /api/v1/tenant", "{\"name\": \"Renamed\"}"),
            Step.of("POST /api/v1/kpis", KPI.formatted("orders", "Orders", ", \"rollup\": \"SUM\"")),
            Step.of("POST /api/v1/kpis", KPI.formatted("twice", "Twice", ", \"formula\": \"orders * 2\"")),
            Step.of("PATCH /api/v1/kpis/{code}", "/api/v1/kpis/orders", "{\"name\": \"All orders\"}"),
            Step.of("POST /api/v1/formulas:check", "{\"formula\": \"orders * 3\"}"),
            Step.of("POST /api/v1/trees", """
                    {"slug": "growth", "name": "Growth", "root": "twice"}"""),
            Step.of("PATCH /api/v1/trees/{slug}", "/api/v1/trees/growth", "{\"name\": \"More\"}"),
            Step.of("POST /api/v1/observations:batch", """
                    {"observations": [{"kpi": "orders", "period": "2026-01", "value": 1}]}"""),
            Step.of("POST /api/v1/observations:batch", """
                    {"observations": [{"kpi": "orders", "period": "2026-01", "value": null}]}"""),
            new Step(
                    "POST /api/v1/observations:batch",
                    "/api/v1/observations:batch",
                    "application/x-ndjson",
                    "{\"kpi\": \"orders\", \"period\": \"2026-02\", \"value\": 2}\n"),
            new Step("POST /api/v1/imports", "/api/v1/imports", "text/csv", "kpi,period,value\norders,2026-03,3\n"),
            Step.of("POST /api/v1/imports/{id}:revert", THE_IMPORT + ":revert", ""),
            new Step(
                    "POST /api/v1/imports",
                    "/api/v1/imports?dryRun=true",
                    "text/csv",
                    "kpi,period,value\norders,2026-04,4\n"),
            Step.of("POST /api/v1/imports/{id}:commit", THE_IMPORT + ":commit", "{}"),
            Step.of("DELETE /api/v1/imports/{id}", "/api/v1/imports/00000000-0000-0000-0000-000000000001", ""),
            Step.of("POST /api/v1/import-mappings", """
                    {"name": "ours", "period": {"column": "p"}, "kpi": {"code": "orders"}, "value": {"column": "v"}}"""),
            Step.of("PUT /api/v1/import-mappings/{name}", "/api/v1/import-mappings/ours", """
                    {"name": "ours", "period": {"column": "q"}, "kpi": {"code": "orders"}, "value": {"column": "v"}}"""),
            Step.of("DELETE /api/v1/import-mappings/{name}", "/api/v1/import-mappings/ours", ""),
            Step.of("POST /api/v1/simulations", """
                    {"tree": "growth", "periods": {"from": "2026-02", "to": "2026-02"},
                     "changes": [{"kpi": "orders", "op": "multiply", "value": 2}]}"""),
            Step.of("POST /api/v1/goal-seeks", """
                    {"kpi": "twice", "period": "2026-02", "target": 5, "lever": "orders"}"""),
            Step.of("POST /api/v1/analyses", """
                    {"tree": "growth", "period": "2026-02", "sections": ["trend"]}"""),
            Step.of("DELETE /api/v1/analyses/{id}", "/api/v1/analyses/00000000-0000-0000-0000-000000000001", ""),
            Step.of("POST /api/v1/definition:apply", "/api/v1/definition:apply?dryRun=true", "{\"kpis\": []}"),
            Step.of(
                    "POST /api/v1/definition:apply",
                    "{\"kpis\": [" + KPI.formatted("visits", "Visits", ", \"rollup\": \"SUM\"") + "]}"),
            Step.of("DELETE /api/v1/trees/{slug}", "/api/v1/trees/growth", ""),
            Step.of("DELETE /api/v1/kpis/{code}", "/api/v1/kpis/twice", ""),
            Step.of("DELETE /api/v1/scenarios/{code}", "/api/v1/scenarios/stretch", ""),
            Step.of("DELETE /api/v1/dimensions/{code}", "/api/v1/dimensions/region", ""));

    private String lastImport = "";
    private static Person owner;
    private static String schema;

    @BeforeAll
    static void signUp() {
        owner = SERVER.signUp();
        schema = query("SELECT schema_name FROM directory.tenant WHERE slug = '" + owner.tenant() + "'");
    }

    @Test
    void raisesTheVersionWithWhatSnapshotsHold() {
        for (Step step : STEPS) {
            String definitions = definitions();
            String numbers = numbers();
            long version = version("data_version");
            long ofDefinitions = version("data_version - number_versions");

            send(step);

            boolean defined = !definitions().equals(definitions);
            boolean counted = !numbers().equals(numbers);
            assertThat(version("data_version") > version)
                    .as("%s changes definitions %s, numbers %s", step, defined, counted)
                    .isEqualTo(defined || counted);
            assertThat(version("data_version - number_versions") > ofDefinitions)
                    .as("%s changes definitions %s", step, defined)
                    .isEqualTo(defined);
            assertThat(numbersWithoutHistory(version))
                    .as("%s leaves numbers out of the history", step)
                    .isEqualTo("0");
        }
    }

    @Test
    void leavesOutNoRoute() {
        Set<String> writing = SERVER.routes().stream()
                .filter(route -> !route.method().equals("GET") && route.access() != Access.PUBLIC)
                .map(EveryWriterIT::line)
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> here = STEPS.stream().map(Step::route).collect(Collectors.toCollection(TreeSet::new));
        here.add(INSTANTIATE);
        assertThat(here).isEqualTo(writing);
    }

    private void send(Step step) {
        long version = version("data_version");
        HttpResponse<String> answer = SERVER.send(
                step.method(),
                step.path().replace(THE_IMPORT, lastImport),
                owner.token(),
                BodyPublishers.ofString(step.body()),
                "Content-Type",
                step.mediaType());
        assertThat(answer.statusCode()).as("%s: %s", step, answer.body()).isIn(200, 201, 202, 204, 404);
        if (answer.statusCode() == 202) {
            lastImport = answer.headers().firstValue("Location").orElseThrow();
            Eventually.is(
                    "the job ends",
                    () -> RunningServer.json(SERVER.get(lastImport, owner.token()))
                            .path("status")
                            .asText()
                            .equals("SUCCEEDED"));
            // What has succeeded before says so until it is run again.
            if (step.path().startsWith(THE_IMPORT)) {
                Eventually.is(step + " raises the version", () -> version("data_version") > version);
            }
        }
    }

    private static String line(Route route) {
        return route.method() + ' ' + route.path();
    }

    private static String definitions() {
        return content("kpi")
                + content("dimension")
                + content("dimension_member")
                + content("scenario")
                + content("tree")
                + content("tree_influence")
                + content("kpi_version")
                + query("SELECT to_jsonb(line) - 'data_version' - 'number_versions' FROM " + schema
                        + ".settings AS line");
    }

    private static String numbers() {
        return content("observation");
    }

    private static String numbersWithoutHistory(long since) {
        return query("""
                SELECT count(*)
                FROM %1$s.observation AS number
                WHERE version > %2$d AND NOT EXISTS (
                  SELECT
                  FROM %1$s.observation_history AS known
                  WHERE known.version = number.version AND known.kpi_id = number.kpi_id
                    AND known.period = number.period AND known.value = number.value)
                """.formatted(schema, since));
    }

    private static String content(String table) {
        return query("SELECT md5(coalesce(string_agg(line::text, '|' ORDER BY line::text), '')) FROM " + schema + "."
                + table + " AS line");
    }

    private static long version(String expression) {
        return Long.parseLong(query("SELECT " + expression + " FROM " + schema + ".settings"));
    }

    private static String query(String sql) {
        return PostgresExtension.query(SERVER.database(), sql).getFirst();
    }
}
