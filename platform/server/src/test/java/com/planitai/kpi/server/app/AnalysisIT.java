package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Role;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnalysisIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    private static final String ANALYSES = "/api/v1/analyses";
    private static final Path GOLDEN = Path.of("src/test/resources/analysis-golden.json");
    private static final Path LATEST = Path.of("target", "analysis-latest.json");
    /** Last digits differ where a machine has other instructions for logarithms. */
    private static final double RELATIVE = 1e-6;

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static AnalysisWorld world;

    @BeforeAll
    static void fill() {
        world = new AnalysisWorld(SERVER);
    }

    @Test
    void answersAsPinned() throws IOException {
        JsonNode analysis = analyse("""
                {"tree": "revenue", "period": "2025-12", "sections": ["trend", "bottleneck", "anomaly", "forecast"], "horizon": 2}""");
        ObjectNode result = Json.MAPPER.createObjectNode();
        List.of("status", "through", "facts", "sections", "errors")
                .forEach(field -> result.set(field, analysis.get(field)));
        Files.writeString(LATEST, result.toPrettyString() + "\n");

        assertThat(flat(result).keySet())
                .isEqualTo(flat(Json.MAPPER.readTree(Files.readString(GOLDEN))).keySet());
        Map<String, JsonNode> golden = flat(Json.MAPPER.readTree(Files.readString(GOLDEN)));
        flat(result).forEach((place, value) -> {
            JsonNode pinned = Objects.requireNonNull(golden.get(place), place);
            if (pinned.isNumber()) {
                assertThat(value.doubleValue())
                        .as(place)
                        .isCloseTo(
                                pinned.doubleValue(),
                                within(RELATIVE * Math.max(1e-3, Math.abs(pinned.doubleValue()))));
            } else {
                assertThat(value).as(place).isEqualTo(pinned);
            }
        });
    }

    @Test
    void notesEveryNumberOfItsSectionsAsAFact() {
        JsonNode analysis = analyse("""
                {"tree": "revenue", "period": "2025-12", "sections": ["trend", "bottleneck", "anomaly", "forecast"], "horizon": 3}""");
        Map<String, JsonNode> facts = new HashMap<>();
        analysis.path("facts").forEach(fact -> facts.put(fact.path("id").asText(), fact.path("value")));

        List<JsonNode> entries = analysis.path("sections").findParents("factIds");
        assertThat(entries).hasSizeGreaterThan(20);
        for (JsonNode entry : entries) {
            entry.path("factIds").properties().forEach(field -> {
                JsonNode numbers = entry.path(field.getKey());
                JsonNode ids = field.getValue();
                if (numbers.isArray()) {
                    for (int index = 0; index < numbers.size(); index++) {
                        assertThat(facts.get(ids.path(index).asText())).isEqualTo(numbers.path(index));
                    }
                } else if (!numbers.isNull()) {
                    assertThat(facts.get(ids.asText())).as(field.getKey()).isEqualTo(numbers);
                }
            });
        }
        assertThat(facts.keySet())
                .isEqualTo(IntStream.rangeClosed(1, facts.size())
                        .mapToObj(number -> "f" + number)
                        .collect(Collectors.toSet()));
    }

    @Test
    void findsTheTrendTheOddMonthAndForecastsThatAgreeWithTheFormulas() {
        JsonNode analysis = analyse("""
                {"tree": "revenue", "period": "2025-12", "sections": ["trend", "anomaly", "forecast"]}""");

        JsonNode customers = entry(analysis.at("/sections/trend"), "customers");
        assertThat(customers.path("direction").asText()).isEqualTo("RISING");
        assertThat(customers.path("slope").asDouble()).isCloseTo(25, within(4.0));
        assertThat(entry(analysis.at("/sections/anomaly"), "customers")
                        .path("period")
                        .asText())
                .isEqualTo(AnalysisWorld.month(30));
        JsonNode forecast = analysis.at("/sections/forecast");
        JsonNode gross = entry(forecast, "gross");
        assertThat(gross.path("periods")).hasSize(12);
        assertThat(gross.path("model").asText()).isEqualTo("FORMULA");
        assertThat(gross.at("/mean/5").asDouble())
                .isCloseTo(
                        entry(forecast, "customers").at("/mean/5").asDouble()
                                * entry(forecast, "price").at("/mean/5").asDouble(),
                        within(1.0));
        assertThat(gross.at("/backtest/mase").asDouble()).isPositive();
    }

    @Test
    void usesCompletePeriodsOnlyAndSaysWhatIsTooShort() {
        JsonNode early = analyse("""
                {"kpi": "gross", "period": "2023-06", "sections": ["trend", "forecast", "bottleneck"]}""");
        assertThat(early.path("through").asText()).isEqualTo("2023-06");
        assertThat(entry(early.at("/sections/forecast"), "gross").path("reason").asText())
                .isEqualTo("INSUFFICIENT_HISTORY");
        assertThat(entry(early.at("/sections/forecast"), "gross").path("kpis").toString())
                .isEqualTo("[\"customers\",\"price\"]");
        assertThat(early.at("/sections/trend")).hasSize(1);

        JsonNode future = analyse("{\"kpi\": \"gross\", \"period\": \"2999-01\", \"sections\": [\"bottleneck\"]}");
        assertThat(future.path("through").asText()).isLessThan("2999");
        assertThat(future.at("/sections/bottleneck/0/reason").asText()).isEqualTo("VALUE_MISSING");
    }

    @Test
    void changesNothingOfWhatWasObserved() {
        String before = world.get("/api/v1/trees/revenue/evaluation?period=2025-12&compare=plan")
                .toString();
        analyse("{\"tree\": \"revenue\", \"period\": \"2025-06\", \"sections\": [\"forecast\"]}");
        assertThat(world.get("/api/v1/trees/revenue/evaluation?period=2025-12&compare=plan")
                        .toString())
                .isEqualTo(before);
    }

    @Test
    void refusesWhatCannotBeAnalysedWithEveryFault() {
        assertThat(world.faultsOfPost(ANALYSES, """
                {"tree": "revenu", "kpi": "mr", "period": "2025-13", "sections": ["trend", "narrative"]}"""))
                .containsExactlyInAnyOrder(
                        "/tree UNKNOWN_TREE",
                        "/kpi UNKNOWN_KPI",
                        " TREE_OR_KPI",
                        "/period PERIOD_NOT_READABLE",
                        "/sections/1 NO_PROVIDER_INSTALLED");
        assertThat(world.faultsOfPost(ANALYSES, "{\"period\": \"2025-12\", \"sections\": [\"trend\"]}"))
                .containsExactly(" TREE_OR_KPI");
        assertThat(world.faultsOfPost(ANALYSES, """
                {"tree": "revenue", "period": "2025-12", "sections": [], "horizon": 0, "x": 1}""")).hasSizeGreaterThan(1);
        assertThat(world.faultsOfPost(ANALYSES, """
                {"tree": "revenue", "period": "2025-12-01", "sections": ["trend"]}""")).containsExactly("/period FINER_THAN_GRAIN");
    }

    @Test
    void isListedWithoutWhatItFoundAndCannotBeCancelledOnceOver() {
        JsonNode analysis = analyse("{\"kpi\": \"mrr\", \"period\": \"2025-12\", \"sections\": [\"trend\"]}");
        String id = analysis.path("id").asText();

        JsonNode items = world.get(ANALYSES + "?limit=1").path("items");
        assertThat(items).hasSize(1);
        assertThat(items.at("/0/facts").isMissingNode()).isTrue();
        assertThat(items.at("/0/request/kpi").asText()).isEqualTo("mrr");
        assertThat(SERVER.send("DELETE", ANALYSES + "/" + id, world.owner.token(), BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(409);
        assertThat(analysis.path("progress").path("done"))
                .isEqualTo(analysis.path("progress").path("total"));
    }

    @Test
    void isHiddenFromOtherTenantsAndOpenToViewers() {
        Person viewer = SERVER.join(world.owner, Role.VIEWER);
        Person stranger = SERVER.signUp();
        HttpResponse<String> taken = SERVER.post(
                ANALYSES, viewer.token(), "{\"kpi\": \"mrr\", \"period\": \"2025-12\", \"sections\": [\"trend\"]}");
        RunningServer.require(taken, 202);
        String path = taken.headers().firstValue("Location").orElseThrow();

        assertThat(SERVER.get(path, viewer.token()).statusCode()).isEqualTo(200);
        assertThat(SERVER.get(path, stranger.token()).statusCode()).isEqualTo(404);
        assertThat(SERVER.send("DELETE", path, stranger.token(), BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(404);
        assertThat(RunningServer.json(SERVER.get(ANALYSES, stranger.token())).path("items"))
                .isEmpty();
    }

    @Test
    void keepsToItsLimitsAndStopsBetweenKpisWhenCancelled() {
        Person owner = SERVER.signUp();
        String inputs = IntStream.range(0, 501)
                .mapToObj(number ->
                        "{\"code\": \"k%d\", \"name\": \"K\", \"unit\": {\"type\": \"COUNT\"}, \"grain\": \"DAY\", \"rollup\": \"SUM\"}"
                                .formatted(number))
                .collect(Collectors.joining(","));
        String terms =
                IntStream.range(0, 11).mapToObj(number -> sumOf(number * 48)).collect(Collectors.joining(","));
        RunningServer.require(
                SERVER.post("/api/v1/definition:apply", owner.token(), """
                        {"kpis": [%s, %s, {"code": "all", "name": "All", "unit": {"type": "COUNT"}, "grain": "DAY", "formula": "s0 + s48 + s96 + s144 + s192 + s240 + s288 + s336 + s384 + s432 + s480"}],
                         "trees": [{"slug": "wide", "name": "Wide", "root": "all"}, {"slug": "part", "name": "Part", "root": "s0"}]}""".formatted(inputs, terms)), 200);
        String values = IntStream.range(0, 48 * 150)
                .mapToObj(number -> "{\"kpi\": \"k%d\", \"period\": \"%s\", \"value\": %d}"
                        .formatted(
                                number % 48,
                                LocalDate.parse("2024-01-01").plusDays(number / 48),
                                100 + (number * 7919) % 97))
                .collect(Collectors.joining(","));
        RunningServer.require(
                SERVER.post("/api/v1/observations:batch", owner.token(), "{\"observations\": [" + values + "]}"), 200);

        assertThat(world.faults(SERVER.post(ANALYSES, owner.token(), """
                        {"tree": "wide", "period": "2024-05-01", "sections": ["trend"]}""")))
                .containsExactly(" TOO_MANY_KPIS_TO_ANALYSE");
        assertThat(world.faults(SERVER.post(ANALYSES, owner.token(), """
                        {"tree": "part", "period": "2024-05-01", "sections": ["forecast"]}"""))).containsExactly("/horizon TOO_MANY_CELLS");
        HttpResponse<String> taken = SERVER.post(ANALYSES, owner.token(), """
                {"tree": "part", "period": "2024-05-01", "sections": ["forecast"], "horizon": 200}""");
        RunningServer.require(taken, 202);
        String path = taken.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> cancelled = SERVER.send("DELETE", path, owner.token(), BodyPublishers.noBody());
        assertThat(cancelled.statusCode()).isEqualTo(202);
        JsonNode over = await(path, owner);
        assertThat(over.path("status").asText()).isEqualTo("CANCELLED");
        assertThat(over.path("facts")).isEmpty();
    }

    private static String sumOf(int first) {
        String terms = IntStream.range(first, Math.min(first + 48, 501))
                .mapToObj(number -> "k" + number)
                .collect(Collectors.joining(" + "));
        return "{\"code\": \"s%d\", \"name\": \"S\", \"unit\": {\"type\": \"COUNT\"}, \"grain\": \"DAY\", \"formula\": \"%s\"}"
                .formatted(first, terms);
    }

    private static JsonNode analyse(String body) {
        HttpResponse<String> taken = SERVER.post(ANALYSES, world.owner.token(), body);
        RunningServer.require(taken, 202);
        JsonNode analysis = await(taken.headers().firstValue("Location").orElseThrow(), world.owner);
        assertThat(analysis.path("status").asText()).as(analysis.toString()).isEqualTo("SUCCEEDED");
        return analysis;
    }

    private static JsonNode await(String path, Person person) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonNode now = RunningServer.json(SERVER.get(path, person.token()));
        while (List.of("QUEUED", "RUNNING").contains(now.path("status").asText()) && System.nanoTime() < end) {
            Thread.onSpinWait();
            now = RunningServer.json(SERVER.get(path, person.token()));
        }
        return now;
    }

    private static JsonNode entry(JsonNode section, String kpi) {
        return section.valueStream()
                .filter(entry -> entry.path("kpi").asText().equals(kpi))
                .findFirst()
                .orElseThrow();
    }

    /** Every value by its place. */
    private static Map<String, JsonNode> flat(JsonNode document) {
        Map<String, JsonNode> places = new TreeMap<>();
        flatten("", document, places);
        return places;
    }

    private static void flatten(String place, JsonNode node, Map<String, JsonNode> places) {
        if (node.isContainerNode() && !node.isEmpty()) {
            node.properties().forEach(field -> flatten(place + "/" + field.getKey(), field.getValue(), places));
            for (int index = 0; node.isArray() && index < node.size(); index++) {
                flatten(place + "/" + index, node.get(index), places);
            }
        } else {
            places.put(place, node);
        }
    }
}
