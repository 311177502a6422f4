package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.engine.attribution.Obstacle;
import com.planitai.kpi.engine.simulation.GoalSeekResult;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.http.Role;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AttributionIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    private static final String REVENUE = "/api/v1/trees/revenue/attribution?period=2025-06";
    private static AnalysisWorld world;

    @BeforeAll
    static void fill() {
        world = new AnalysisWorld(SERVER);
    }

    @Test
    void explainsTheGapToPlanByDriversAndDownToTheLeaves() {
        JsonNode answer = world.get(REVENUE + "&against=plan");

        double delta = answer.path("delta").asDouble();
        assertThat(delta)
                .isCloseTo(
                        answer.path("value").asDouble()
                                - answer.path("reference").asDouble(),
                        within(1e-6));
        assertThat(sum(answer.path("items")) + answer.path("ownResidual").asDouble())
                .isCloseTo(delta, within(1e-3));
        assertThat(sum(answer.path("leaves")) + answer.path("residual").asDouble())
                .isCloseTo(delta, within(1e-3));
        assertThat(answer.path("items").findValuesAsText("kpi")).containsExactly("gross", "discounts");
        assertThat(answer.path("leaves").findValuesAsText("kpi"))
                .containsExactlyInAnyOrder("customers", "price", "discounts");
        assertThat(answer.path("method").asText()).isEqualTo("shapley");
        assertThat(answer.path("partial").asBoolean()).isFalse();
    }

    @Test
    void notesEveryNumberAsAFactWithItsPlace() {
        JsonNode answer = world.get(REVENUE);
        Map<String, JsonNode> facts = new HashMap<>();
        answer.path("facts").forEach(fact -> facts.put(fact.path("id").asText(), fact));

        JsonNode reference = of(facts, answer.at("/factIds/reference").asText());
        assertThat(reference.path("scenario").asText()).isEqualTo("plan");
        assertThat(reference.path("value")).isEqualTo(answer.path("reference"));
        for (JsonNode node : answer.path("nodes")) {
            JsonNode fact = of(facts, node.at("/factIds/contribution").asText());
            assertThat(fact.path("kpi")).isEqualTo(node.path("kpi"));
            assertThat(fact.path("value")).isEqualTo(node.path("contribution"));
            assertThat(fact.at("/unit/currency").asText()).isEqualTo("KRW");
            assertThat(of(facts, node.at("/factIds/share").asText()).path("value"))
                    .isEqualTo(node.path("share"));
        }
    }

    @Test
    void comparesWithEarlierPeriodsAndByOtherMethods() {
        assertThat(world.get(REVENUE + "&against=previous").path("reference"))
                .isEqualTo(world.get(REVENUE + "&against=2025-05").path("reference"));
        assertThat(world.get(REVENUE + "&against=same_period_last_year").path("reference"))
                .isEqualTo(world.get(REVENUE + "&against=2024-06").path("reference"));
        JsonNode lmdi = world.get("/api/v1/trees/funnel/attribution?period=2025-06&against=previous&method=lmdi");
        assertThat(sum(lmdi.path("items"))).isCloseTo(lmdi.path("delta").asDouble(), within(1e-12));
    }

    @Test
    void splitsARatioIntoRateAndMix() {
        JsonNode answer = world.get("/api/v1/trees/funnel/attribution?period=2025-06&against=2024-06&dimension=region");
        JsonNode rateMix = answer.path("rateMix");

        assertThat(rateMix.path("rate").asDouble() + rateMix.path("mix").asDouble())
                .isCloseTo(answer.path("delta").asDouble(), within(1e-12));
        assertThat(rateMix.path("members").findValuesAsText("member")).containsExactly("kr", "jp");
        JsonNode filtered = world.get(
                "/api/v1/trees/funnel/attribution?period=2025-06&against=2024-06&dimension=region&where=region:kr");
        assertThat(filtered.at("/rateMix/mix").asDouble()).isCloseTo(0, within(1e-12));
    }

    @Test
    void saysWhyThereIsNoAnswer() {
        JsonNode missing = world.get("/api/v1/trees/revenue/attribution?period=2021-12&against=previous");
        assertThat(missing.path("delta").isNull()).isTrue();
        assertThat(missing.path("items")).isEmpty();
        assertThat(missing.at("/obstacle/code").asText()).isEqualTo("VALUE_MISSING");
        assertThat(missing.at("/obstacle/missing/0/code").asText()).isEqualTo("NO_VALUE");
        assertThat(missing.at("/obstacle/missing/0/inputs").toString()).contains("customers");

        assertThat(world.get("/api/v1/trees/just-visits/attribution?period=2025-06&against=previous")
                        .at("/obstacle/code")
                        .asText())
                .isEqualTo("NO_FORMULA");
        JsonNode noPlan = world.get("/api/v1/trees/funnel/attribution?period=2025-06");
        assertThat(noPlan.at("/obstacle/missing/0/scenario").asText()).isEqualTo("plan");
        assertThat(world.get("/api/v1/trees/revenue/attribution?period=0001-01&against=previous")
                        .at("/obstacle/code")
                        .asText())
                .isEqualTo("NO_SUCH_PERIOD");
    }

    @Test
    void refusesWhatTheMethodCannotSplitAndWhatCannotBeAsked() {
        assertThat(world.faultsOfGet(REVENUE + "&method=lmdi")).containsExactly("method OBSTACLE_NOT_A_PRODUCT");
        assertThat(world.faultsOfGet("/api/v1/trees/revenue/attribution?method=best&where=region"))
                .containsExactlyInAnyOrder(
                        "period PARAMETER_MISSING", "method PARAMETER_NOT_READABLE", "where PARAMETER_NOT_READABLE");
        assertThat(world.faultsOfGet(REVENUE + "&against=plam&scenario=nope&where=region:kr&dimension=colour"))
                .containsExactlyInAnyOrder(
                        "scenario UNKNOWN_SCENARIO",
                        "against UNKNOWN_SCENARIO",
                        "where DIMENSION_NOT_CARRIED",
                        "dimension UNKNOWN_DIMENSION");
        assertThat(world.faultsOfGet("/api/v1/trees/funnel/attribution?period=2025-06-01&against=2025&where=region:us"))
                .containsExactlyInAnyOrder(
                        "against PERIOD_NOT_OF_REQUESTED_GRAIN", "period FINER_THAN_GRAIN", "where UNKNOWN_MEMBER");
    }

    @Test
    void measuresHowTheRootAnswersToEachKpi() {
        JsonNode answer = world.get("/api/v1/trees/revenue/sensitivity?period=2025-06");
        Map<String, JsonNode> items = new HashMap<>();
        answer.path("items").forEach(item -> items.put(item.path("kpi").asText(), item));

        assertThat(items).containsOnlyKeys("mrr", "gross", "customers", "price", "discounts");
        assertThat(of(items, "customers").path("slope").asDouble())
                .isCloseTo(of(items, "price").path("value").asDouble(), within(1e-3));
        assertThat(of(items, "discounts").path("slope").asDouble()).isCloseTo(-1, within(1e-6));
        assertThat(of(items, "mrr").path("elasticity").asDouble()).isEqualTo(1);
        assertThat(of(items, "price").at("/factIds/elasticity").asText()).startsWith("f");
    }

    @Test
    void answersNotModifiedUntilANumberChanges() {
        HttpResponse<String> first = SERVER.get(REVENUE, world.owner.token());
        String etag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(SERVER.get(REVENUE, world.owner.token(), "If-None-Match", etag)
                        .statusCode())
                .isEqualTo(304);
        world.post(
                "/api/v1/observations:batch",
                "{\"observations\": [{\"kpi\": \"visits\", \"period\": \"2020-01\", \"members\": {\"region\": \"kr\"}, \"value\": 5}]}");
        assertThat(SERVER.get(REVENUE, world.owner.token(), "If-None-Match", etag)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void showsAViewerWhatTheyMayReadAndStrangersNothing() {
        var viewer = SERVER.join(world.owner, Role.VIEWER);
        assertThat(SERVER.get(REVENUE, viewer.token()).statusCode()).isEqualTo(200);
        assertThat(SERVER.get(REVENUE, SERVER.signUp().token()).statusCode()).isEqualTo(404);
        assertThat(SERVER.get(REVENUE, null).statusCode()).isEqualTo(401);
    }

    @Test
    void hasASentenceForEveryObstacleInEveryLanguage() {
        for (Locale language : Messages.LANGUAGES) {
            for (Obstacle.Code code : Obstacle.Code.values()) {
                String key = "OBSTACLE_" + code;
                assertThat(Messages.text(language, key, Map.of("kpis", "mrr"))).isNotEqualTo(key);
            }
            for (GoalSeekResult.Reason reason : GoalSeekResult.Reason.values()) {
                String key = "NO_SOLUTION_" + reason;
                assertThat(Messages.text(language, key, Map.of())).isNotEqualTo(key);
            }
        }
    }

    private static JsonNode of(Map<String, JsonNode> found, String key) {
        return Objects.requireNonNull(found.get(key), key);
    }

    private static double sum(JsonNode entries) {
        return entries.valueStream()
                .mapToDouble(entry -> entry.path("contribution").asDouble())
                .sum();
    }
}
