package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.app.RunningServer.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holds for the KPIs of every bundled template, over its own sample data. */
class BundledTemplatesIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.withBundledPlugins();

    private static final double TOLERANCE = 1e-9;
    private static final int MONTHS_A_QUARTER = 3;
    private static final int LEAST_QUARTERS_WITH_DATA = 8;
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern SUM = Pattern.compile("[a-z0-9_+() -]+");

    @Test
    void coversEveryTemplateOfTheRepository() throws IOException {
        try (var plugins = Files.list(Path.of("..", "..", "plugins"))) {
            var folders = plugins.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith("template-"))
                    .toList();
            assertThat(templates(SERVER.signUp()).findValuesAsText("plugin"))
                    .containsAll(folders)
                    .isNotEmpty();
        }
    }

    @Test
    void aQuarterIsTheSumOfItsMonthsForEveryAdditiveKpi() {
        for (JsonNode template : templates(SERVER.signUp())) {
            Person owner = SERVER.signUp();
            RunningServer.require(
                    SERVER.post(
                            "/api/v1/templates/" + template.path("id").asText() + ":instantiate",
                            owner.token(),
                            "{\"parameters\": {}, \"sampleData\": true}"),
                    200);
            List<String> additive = additive(owner);
            assertThat(additive).isNotEmpty();
            for (String kpi : additive) {
                assertQuartersAreSums(owner, kpi, "actual");
                assertQuartersAreSums(owner, kpi, "plan");
            }
        }
    }

    private static void assertQuartersAreSums(Person owner, String kpi, String scenario) {
        int year = Year.now(ZoneOffset.UTC).getValue();
        JsonNode months = values(owner, kpi, scenario, "MONTH", (year - 4) + "-01", year + "-12");
        JsonNode quarters = values(owner, kpi, scenario, "QUARTER", (year - 4) + "-Q1", year + "-Q4");
        assertThat(months).hasSize(MONTHS_A_QUARTER * quarters.size());
        int withData = 0;
        for (int quarter = 0; quarter < quarters.size(); quarter++) {
            double sum = 0;
            int present = 0;
            for (int month = 0; month < MONTHS_A_QUARTER; month++) {
                JsonNode value = months.path(quarter * MONTHS_A_QUARTER + month);
                sum += value.asDouble(0);
                present += value.isNumber() ? 1 : 0;
            }
            JsonNode shown = quarters.path(quarter);
            assertThat(shown.isNumber()).as("%s %s %d", kpi, scenario, quarter).isEqualTo(present > 0);
            assertThat(shown.asDouble(0))
                    .as("%s %s %d", kpi, scenario, quarter)
                    .isCloseTo(sum, within(TOLERANCE * Math.max(1, Math.abs(sum))));
            withData += present > 0 ? 1 : 0;
        }
        assertThat(scenario.equals("plan") || withData >= LEAST_QUARTERS_WITH_DATA)
                .as(kpi)
                .isTrue();
    }

    /** What is summed over time, and what is added up anew from nothing but such. */
    private static List<String> additive(Person owner) {
        Map<String, JsonNode> kpis = new LinkedHashMap<>();
        get(owner, "/api/v1/kpis?limit=500")
                .path("items")
                .forEach(kpi -> kpis.put(kpi.path("code").asText(), kpi));
        return kpis.keySet().stream().filter(code -> isAdditive(code, kpis)).toList();
    }

    private static boolean isAdditive(String code, Map<String, JsonNode> kpis) {
        JsonNode kpi = kpis.get(code);
        if (kpi == null) {
            return false;
        }
        String formula = kpi.path("formula").asText("");
        return switch (kpi.path("rollup").asText()) {
            case "SUM" -> true;
            case "RECOMPUTE" ->
                SUM.matcher(formula).matches()
                        && CODE.matcher(formula).results().allMatch(name -> isAdditive(name.group(), kpis));
            default -> false;
        };
    }

    private static JsonNode values(Person owner, String kpi, String scenario, String grain, String from, String to) {
        return get(
                        owner,
                        "/api/v1/kpis/%s/series?scenario=%s&grain=%s&from=%s&to=%s"
                                .formatted(kpi, scenario, grain, from, to))
                .at("/series/0/values");
    }

    private static JsonNode templates(Person owner) {
        return get(owner, "/api/v1/templates?limit=500").path("items");
    }

    private static JsonNode get(Person owner, String path) {
        var response = SERVER.get(path, owner.token());
        RunningServer.require(response, 200);
        return RunningServer.json(response);
    }
}
