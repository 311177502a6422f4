package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.http.Role;
import java.util.Collections;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SimulationIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    private static final String SIMULATIONS = "/api/v1/simulations";
    private static final String GOAL_SEEKS = "/api/v1/goal-seeks";
    private static AnalysisWorld world;

    @BeforeAll
    static void fill() {
        world = new AnalysisWorld(SERVER);
    }

    @Test
    void showsValuesAsTheyAreAndAsTheyWouldBe() {
        JsonNode answer = simulate("""
                {"kpi": "price", "op": "multiply", "value": 2},
                {"kpi": "discounts", "op": "set", "value": 0, "periods": {"from": "2025-05", "to": "2025-05"}},
                {"kpi": "visits", "op": "add", "value": 100, "members": {"region": "jp"}}""");

        JsonNode gross = node(answer, "gross");
        JsonNode mrr = node(answer, "mrr");
        assertThat(answer.path("periods").toString()).isEqualTo("[\"2025-04\",\"2025-05\"]");
        for (int period = 0; period < 2; period++) {
            assertThat(gross.at("/simulated/" + period).asDouble())
                    .isCloseTo(2 * gross.at("/baseline/" + period).asDouble(), within(1e-3));
        }
        assertThat(mrr.at("/simulated/1").asDouble())
                .isCloseTo(gross.at("/simulated/1").asDouble(), within(1e-6));
        assertThat(mrr.at("/simulated/0").asDouble())
                .isLessThan(gross.at("/simulated/0").asDouble());
        assertThat(node(answer, "customers").path("simulated"))
                .isEqualTo(node(answer, "customers").path("baseline"));
        assertThat(node(answer, "visits").at("/simulated/0").asDouble())
                .isCloseTo(node(answer, "visits").at("/baseline/0").asDouble() + 100, within(1e-9));
        assertThat(mrr.at("/factIds/simulated/1").asText()).startsWith("f");
        assertThat(answer.path("facts").findValuesAsText("kind")).contains("VALUE", "SIMULATED");
    }

    @Test
    void touchesNothingThatWasObserved() {
        String before =
                world.get("/api/v1/kpis/mrr/series?from=2025-01&to=2025-12").toString();
        simulate("{\"kpi\": \"customers\", \"op\": \"set\", \"value\": 1}");
        assertThat(world.get("/api/v1/kpis/mrr/series?from=2025-01&to=2025-12").toString())
                .isEqualTo(before);
    }

    @Test
    void listsEveryFaultAtItsPlace() {
        assertThat(world.faultsOfPost(SIMULATIONS, """
                {"tree": "revenu", "periods": {"from": "2025-05", "to": "2025-04"}, "scenario": "plam", "changes": [
                  {"kpi": "prise", "op": "set", "value": 1},
                  {"kpi": "price", "op": "set", "value": 1, "periods": {"from": "2025-13", "to": "2025"}},
                  {"kpi": "price", "op": "set", "value": 1, "periods": {"from": "2025-01", "to": "2025-Q2"}}]}"""))
                .containsExactlyInAnyOrder(
                        "/tree UNKNOWN_TREE",
                        "/periods/to RANGE_REVERSED",
                        "/scenario UNKNOWN_SCENARIO",
                        "/changes/0/kpi UNKNOWN_KPI",
                        "/changes/1/periods/from PERIOD_NOT_READABLE",
                        "/changes/2/periods/to PERIOD_NOT_OF_REQUESTED_GRAIN");
        assertThat(world.faultsOfPost(SIMULATIONS, body("2025-04", "2025-05", """
                {"kpi": "price", "op": "set", "value": 1e999},
                {"kpi": "price", "op": "set", "value": 1, "members": {"region": "kr"}},
                {"kpi": "visits", "op": "set", "value": 1, "members": {"region": "ky"}},
                {"kpi": "price", "op": "set", "value": 1, "periods": {"from": "2025-01-01", "to": "2025-01-02"}}""")))
                .containsExactlyInAnyOrder(
                        "/changes/0/value VALUE_NOT_FINITE",
                        "/changes/1/members DIMENSION_NOT_CARRIED",
                        "/changes/2/members/region UNKNOWN_MEMBER",
                        "/changes/3/kpi FINER_THAN_GRAIN");
        assertThat(world.faultsOfPost(
                        SIMULATIONS,
                        body("2020-04", "2020-04", "{\"kpi\": \"visits\", \"op\": \"set\", \"value\": 1}")))
                .containsExactly("/changes/0 NOTHING_TO_SCALE");
    }

    @Test
    void keepsToItsLimits() {
        assertThat(world.faultsOfPost(SIMULATIONS, body("2000-01", "2025-05", "")))
                .containsExactly("/periods/to TOO_MANY_PERIODS");
        String change = "{\"kpi\": \"price\", \"op\": \"multiply\", \"value\": 1}";
        assertThat(world.faultsOfPost(
                        SIMULATIONS, body("2020-01", "2025-05", String.join(",", Collections.nCopies(100, change)))))
                .containsExactly("/changes TOO_MANY_CHANGED_PERIODS");
        assertThat(world.faultsOfPost(
                        SIMULATIONS, body("2025-01", "2025-05", String.join(",", Collections.nCopies(101, change)))))
                .containsExactly("/changes TOO_MANY_ITEMS");
        assertThat(world.faultsOfPost(SIMULATIONS, "{\"tree\": 1, \"more\": 2}"))
                .hasSizeGreaterThan(3);
    }

    @Test
    void findsTheLeverValueThatReachesTheTarget() {
        JsonNode answer = world.post(GOAL_SEEKS, """
                {"kpi": "mrr", "period": "2025-06", "target": 30000000, "lever": "customers"}""");

        assertThat(answer.path("reached").asDouble()).isCloseTo(30_000_000, within(1.0));
        assertThat(answer.path("change").asDouble())
                .isCloseTo(
                        answer.path("solution").asDouble()
                                - answer.path("leverToday").asDouble(),
                        within(1e-6));
        assertThat(answer.path("iterations").asInt()).isPositive();
        assertThat(answer.at("/range/0").asDouble()).isZero();
        JsonNode formula = world.post(GOAL_SEEKS, """
                {"kpi": "mrr", "period": "2025-06", "target": 30000000, "lever": "gross", "range": [0, 90000000]}""");
        assertThat(formula.path("solution").asDouble()).isGreaterThan(30_000_000);
        JsonNode split = world.post(GOAL_SEEKS, """
                {"kpi": "conversion", "period": "2025-06", "target": 0.06, "lever": "sign_ups"}""");
        assertThat(split.path("reached").asDouble()).isCloseTo(0.06, within(1e-9));
    }

    @Test
    void answersThatThereIsNoSolutionAndHowFarTheKpiGoes() {
        JsonNode answer = world.post(GOAL_SEEKS, """
                {"kpi": "mrr", "period": "2025-06", "target": 900000000, "lever": "customers", "range": [0, 4000]}""");
        assertThat(answer.path("solution").isNull()).isTrue();
        assertThat(answer.path("reason").asText()).isEqualTo("OUT_OF_REACH");
        assertThat(answer.path("message").asText()).contains("customers").contains("4000");
        assertThat(answer.at("/reachable/1").asDouble()).isLessThan(900_000_000);
        assertThat(world.post(GOAL_SEEKS, """
                        {"kpi": "mrr", "period": "2025-06", "target": 1, "lever": "visits"}""").path("reason").asText()).isEqualTo("FLAT");
    }

    @Test
    void refusesGoalsThatCannotBeSought() {
        assertThat(world.faultsOfPost(GOAL_SEEKS, """
                {"kpi": "mmr", "period": "2025-6", "target": 1, "lever": "pric", "range": [2, 1], "scenario": "x"}"""))
                .containsExactlyInAnyOrder(
                        "/kpi UNKNOWN_KPI",
                        "/lever UNKNOWN_KPI",
                        "/period PERIOD_NOT_READABLE",
                        "/scenario UNKNOWN_SCENARIO",
                        "/range RANGE_EMPTY");
        assertThat(world.faultsOfPost(GOAL_SEEKS, """
                {"kpi": "mrr", "period": "2020-01", "target": 1, "lever": "price"}""")).containsExactly("/range RANGE_NEEDED");
        assertThat(world.faultsOfPost(GOAL_SEEKS, """
                {"kpi": "conversion", "period": "2020-01", "target": 1, "lever": "visits", "range": [1, 2]}""")).containsExactly("/lever NOTHING_TO_SCALE");
        assertThat(world.faultsOfPost(GOAL_SEEKS, """
                {"kpi": "mrr", "period": "2025-06-01", "target": 1, "lever": "price"}""")).contains("/period FINER_THAN_GRAIN");
    }

    @Test
    void letsAViewerAskAndHidesOtherTenantsTrees() {
        var viewer = SERVER.join(world.owner, Role.VIEWER);
        assertThat(SERVER.post(SIMULATIONS, viewer.token(), body("2025-04", "2025-05", ""))
                        .statusCode())
                .isEqualTo(200);
        var stranger = SERVER.signUp();
        assertThat(world.faults(SERVER.post(SIMULATIONS, stranger.token(), body("2025-04", "2025-05", ""))))
                .containsExactly("/tree UNKNOWN_TREE");
        assertThat(world.faults(SERVER.post(GOAL_SEEKS, stranger.token(), """
                        {"kpi": "mrr", "period": "2025-06", "target": 1, "lever": "price"}""")))
                .containsExactly("/kpi UNKNOWN_KPI", "/lever UNKNOWN_KPI");
    }

    private static JsonNode simulate(String changes) {
        return world.post(SIMULATIONS, body("2025-04", "2025-05", changes));
    }

    private static String body(String from, String to, String changes) {
        return "{\"tree\": \"revenue\", \"periods\": {\"from\": \"%s\", \"to\": \"%s\"}, \"changes\": [%s]}"
                .formatted(from, to, changes);
    }

    private static JsonNode node(JsonNode answer, String kpi) {
        return answer.path("nodes")
                .valueStream()
                .filter(node -> node.path("kpi").asText().equals(kpi))
                .findFirst()
                .orElseThrow();
    }
}
