package com.planitai.kpi.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two years of orders and visits by region and device, imported from a file; whatever grain, grouping and filter the
 * conversion is asked for, it is what the database itself says of the raw rows: Σ orders / Σ visits.
 */
class RatioTreeIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final double TOLERANCE = 1e-12;
    private static final LocalDate FIRST = LocalDate.of(2024, 9, 1);
    private static final LocalDate LAST = LocalDate.of(2026, 8, 31);
    private static final List<String> REGIONS = List.of("kr", "jp", "us", "de");
    private static final List<String> DEVICES = List.of("app", "web", "kiosk");
    private static final List<List<String>> GROUPINGS =
            List.of(List.of(), List.of("region"), List.of("region", "device"));
    private static final List<String> FILTERS =
            List.of("", "&where=region:kr,jp", "&where=region:kr&where=device:app,web");

    /** Of a grain: how SQL names the periods of a day, and those that are asked for. */
    private record Asked(String grain, String label, String from, String to) {}

    private static final Asked DAYS = new Asked("DAY", "YYYY-MM-DD", FIRST.toString(), LAST.toString());
    private static final Asked WEEKS = new Asked("WEEK", "IYYY-\"W\"IW", "2024-W35", "2026-W36");
    private static final List<Asked> LONGER = List.of(
            new Asked("MONTH", "YYYY-MM", "2024-08", "2026-09"),
            new Asked("QUARTER", "YYYY-\"Q\"Q", "2024-Q3", "2026-Q3"),
            new Asked("YEAR", "YYYY", "2024", "2026"));

    private static DataServer server;
    private static Tenant tenant;

    @BeforeAll
    static void importTwoYears(@TempDir Path folder) throws IOException {
        server = DataServer.start(POSTGRES.tenancy(), folder);
        tenant = POSTGRES.newTenant("ratio-tree");
        defineTrees();
        importFile("orders", "visits", new Random(4), ChronoUnit.DAYS);
        importFile("weekly_orders", "weekly_visits", new Random(5), ChronoUnit.WEEKS);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void dividesSumsByDayAndEverythingLonger() {
        assertRatios("conversion", List.of(DAYS, WEEKS), "orders", "visits", "period");
        assertRatios("conversion", LONGER, "orders", "visits", "period");
    }

    @Test
    void takesWeeksForWhatTheirThursdayBelongsTo() {
        assertRatios("weekly_conversion", List.of(WEEKS), "weekly_orders", "weekly_visits", "period * 7");
        assertRatios("weekly_conversion", LONGER, "weekly_orders", "weekly_visits", "period * 7");
    }

    /** @param day since 1970-01-01, a Thursday, as weeks are counted from its week */
    private static void assertRatios(String ratio, List<Asked> grains, String above, String below, String day) {
        for (Asked asked : grains) {
            for (List<String> grouping : GROUPINGS) {
                for (String filter : FILTERS) {
                    Map<String, Double> expected = sums(asked, grouping, filter, above, below, day);
                    Map<String, Double> shown = shown(ratio, asked, grouping, filter);
                    assertThat(shown.keySet()).isEqualTo(expected.keySet());
                    assertThat(shown).hasSizeGreaterThan(1);
                    shown.forEach((cell, value) -> assertThat(value)
                            .as("%s by %s%s", cell, grouping, filter)
                            .isCloseTo(expected.get(cell), within(TOLERANCE)));
                }
            }
        }
    }

    private static Map<String, Double> sums(
            Asked asked, List<String> grouping, String filter, String above, String below, String day) {
        String members = grouping.stream()
                .map(dimension ->
                        "'%s=' || substring(members from '%s=([^;]+)') || ' '".formatted(dimension, dimension))
                .collect(Collectors.joining(" || "));
        String conditions = filter.lines()
                .flatMap(all -> List.of(all.split("&where=", -1)).stream())
                .filter(one -> !one.isEmpty())
                .map(one -> " AND substring(members from '%s=([^;]+)') = ANY ('{%s}')"
                        .formatted(one.substring(0, one.indexOf(':')), one.substring(one.indexOf(':') + 1)))
                .collect(Collectors.joining());
        List<String> rows = server.column(tenant, """
                SELECT %s || to_char(date '1970-01-01' + %s, '%s') || ' ' ||
                  sum(value) FILTER (WHERE code = '%s') / sum(value) FILTER (WHERE code = '%s')
                FROM observation JOIN kpi ON id = kpi_id
                WHERE scenario = 'actual' AND code IN ('%s', '%s')%s
                GROUP BY %s to_char(date '1970-01-01' + %s, '%s')
                HAVING sum(value) FILTER (WHERE code = '%s') <> 0
                """.formatted(
                        members.isEmpty() ? "''" : members,
                        day,
                        asked.label(),
                        above,
                        below,
                        above,
                        below,
                        conditions,
                        members.isEmpty() ? "" : members + ",",
                        day,
                        asked.label(),
                        below));
        Map<String, Double> sums = new HashMap<>();
        for (String row : rows) {
            int last = row == null ? -1 : row.lastIndexOf(' ');
            if (last >= 0) {
                sums.put(row.substring(0, last), Double.valueOf(row.substring(last + 1)));
            }
        }
        return sums;
    }

    private static Map<String, Double> shown(String ratio, Asked asked, List<String> grouping, String filter) {
        String groupBy = grouping.isEmpty() ? "" : "&groupBy=" + String.join(",", grouping);
        var answer = server.get(
                tenant,
                "/api/v1/kpis/%s/series?grain=%s&from=%s&to=%s%s%s"
                        .formatted(ratio, asked.grain(), asked.from(), asked.to(), groupBy, filter));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode series = DataServer.json(answer);
        Map<String, Double> shown = new HashMap<>();
        for (JsonNode line : series.path("series")) {
            String members = grouping.stream()
                    .map(dimension -> dimension + "="
                            + line.path("members").path(dimension).asText() + " ")
                    .collect(Collectors.joining());
            for (int index = 0; index < series.path("periods").size(); index++) {
                JsonNode value = line.path("values").path(index);
                if (value.isNumber()) {
                    shown.put(members + series.path("periods").path(index).asText(), value.asDouble());
                }
            }
        }
        return shown;
    }

    private static void defineTrees() {
        server.sql(tenant, "INSERT INTO dimension (code, name) VALUES ('region', 'Region'), ('device', 'Device')");
        insertMembers("region", REGIONS);
        insertMembers("device", DEVICES);
        for (String prefix : List.of("", "weekly_")) {
            String grain = prefix.isEmpty() ? "DAY" : "WEEK";
            server.kpi(tenant, prefix + "orders", "COUNT", grain, "{region,device}", "");
            server.kpi(tenant, prefix + "visits", "COUNT", grain, "{region,device}", "");
            server.kpi(
                    tenant,
                    prefix + "conversion",
                    "PERCENT",
                    grain,
                    "{}",
                    "%sorders / %svisits".formatted(prefix, prefix));
        }
    }

    private static void insertMembers(String dimension, List<String> members) {
        String rows = IntStream.range(0, members.size())
                .mapToObj(index ->
                        "('%s', '%s', '%s', %d)".formatted(dimension, members.get(index), members.get(index), index))
                .collect(Collectors.joining(", "));
        server.sql(tenant, "INSERT INTO dimension_member (dimension, code, name, position) VALUES " + rows);
    }

    /** With a size and a conversion of its own for each part, days without orders, without visits, and with neither. */
    private static void importFile(String orders, String visits, Random random, ChronoUnit step) {
        List<String> lines = new ArrayList<>();
        lines.add("period,region,device,%s,%s".formatted(orders, visits));
        for (String region : REGIONS) {
            for (String device : DEVICES) {
                int size = 1 << random.nextInt(2, 14);
                double conversion = random.nextDouble(0.001, 0.2);
                for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plus(1, step)) {
                    int visited = random.nextInt(size);
                    long ordered = Math.round(visited * conversion);
                    lines.add("%s,%s,%s,%s,%s"
                            .formatted(
                                    step == ChronoUnit.DAYS ? day : week(day),
                                    region,
                                    device,
                                    random.nextInt(20) == 0 ? "" : ordered,
                                    random.nextInt(20) == 0 ? "" : visited));
                }
            }
        }
        JsonNode done = server.importFile(tenant, "", String.join("\n", lines) + "\n");
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("SUCCEEDED");
        assertThat(done.path("rows").asInt()).isEqualTo(lines.size() - 1);
    }

    private static String week(LocalDate day) {
        return "%d-W%02d".formatted(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
}
