package com.planitai.kpi.server.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.server.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sound definitions in which everything that can be declared is declared somewhere, with the texts that break formats. */
final class RandomDefinition {
    private static final List<String> TEXTS = List.of(
            "売上高",
            "매출 (억원)",
            "Umsatz–Größe",
            "e\u0301 \u00e9",
            "\uD83D\uDCC8\u200D\uD83D\uDC69",
            "\u202Eright to left",
            "no",
            "~",
            "null",
            "2026-10-31",
            "1_000",
            "0x1F",
            "1e3",
            "- dash",
            "# hash",
            "key: value",
            "a\\b\"c'd",
            "{x: [y]}",
            "&anchor *alias !tag",
            "%TAG",
            "tab\tin",
            "line\nbreak",
            "two\n\n lines ",
            "\u3000wide\u3000",
            "end ",
            "'",
            "\"",
            "|",
            ">",
            "a\u2028b",
            "a\u00A0b",
            "=",
            "<<",
            "@at",
            "`tick",
            "12:30:45",
            "+1",
            ".5",
            ".inf",
            "Yes",
            "true",
            "\uFEFFmark",
            "a\u0085b");
    private static final List<String> MONTHS = List.of("2020-01", "2022-12", "2024-02", "2026-11");
    private static final List<String> ROLLUPS =
            List.of("SUM", "AVERAGE", "MIN", "MAX", "FIRST", "LAST", "LAST_NON_EMPTY");
    private static final List<String> DIMENSIONS = List.of("region", "device", "channel");

    private final Random random;
    private final ObjectNode document = Json.MAPPER.createObjectNode();

    private RandomDefinition(Random random) {
        this.random = random;
    }

    static ObjectNode of(long seed) {
        return new RandomDefinition(new Random(seed)).document();
    }

    private ObjectNode document() {
        ArrayNode dimensions = document.putArray("dimensions");
        for (String code : DIMENSIONS) {
            ObjectNode dimension = dimensions.addObject().put("code", code).put("name", text());
            ArrayNode members = dimension.putArray("members");
            for (int member = random.nextInt(4); member >= 0; member--) {
                members.addObject().put("code", code.charAt(0) + ".M-" + member).put("name", text());
            }
        }
        ArrayNode kpis = document.putArray("kpis");
        List<String> codes = new ArrayList<>();
        for (int index = 0; index < 12; index++) {
            ObjectNode kpi = kpis.insertObject(random.nextInt(kpis.size() + 1));
            kpi.put("code", "k" + index);
            declare(kpi, index < 4 ? List.of() : codes);
            codes.add("k" + index);
        }
        ArrayNode trees = document.putArray("trees");
        for (int index = 0; index < 3; index++) {
            tree(trees.addObject(), index);
        }
        ArrayNode scenarios = document.putArray("scenarios");
        for (int index = 0; index < 3; index++) {
            scenarios
                    .addObject()
                    .put("code", "what-if_" + random.nextInt(index * 10, index * 10 + 10))
                    .put("name", text());
        }
        return document;
    }

    /** Numbers without units, so that any formula over any of them is sound. */
    private void declare(ObjectNode kpi, List<String> below) {
        kpi.put("name", text()).put("grain", "MONTH");
        ObjectNode unit = kpi.putObject("unit").put("type", below.isEmpty() ? "COUNT" : "NUMBER");
        if (below.isEmpty() && random.nextBoolean()) {
            unit.put("label", text().strip() + "件");
        }
        maybe(() -> kpi.put("description", text() + text()));
        maybe(() -> kpi.put("decimals", random.nextInt(10)));
        maybe(() -> kpi.put("rollup", one(ROLLUPS)));
        maybe(() -> kpi.put("memberRollup", one(ROLLUPS)));
        maybe(() -> missing(kpi.putObject("missing")));
        maybe(() -> direction(kpi.putObject("direction")));
        maybe(() -> kpi.putObject("thresholds")
                .put("amber", 1 + random.nextInt(8) / 16.0)
                .put("red", random.nextDouble(0.1, 1)));
        maybe(() -> kpi.put("proration", random.nextBoolean() ? "WORKING_DAYS" : "CALENDAR_DAYS"));
        maybe(() -> kpi.put("owner", text()));
        maybe(() -> kpi.putArray("tags").add(text()).add("second " + text()));
        if (below.isEmpty()) {
            maybe(() -> DIMENSIONS.stream().skip(random.nextInt(3)).forEach(kpi.withArray("dimensions")::add));
            return;
        }
        kpi.put("formula", formula(below));
        maybe(() -> {
            kpi.put("effectiveFrom", MONTHS.getLast());
            ArrayNode earlier = kpi.putArray("earlierFormulas");
            earlier.addObject().put("formula", formula(below));
            MONTHS.stream()
                    .skip(random.nextInt(3))
                    .limit(2)
                    .filter(month -> !month.equals(MONTHS.getLast()))
                    .forEach(month ->
                            earlier.addObject().put("formula", formula(below)).put("effectiveFrom", month));
        });
    }

    private void missing(ObjectNode missing) {
        String policy = one(List.of("NULL", "ZERO", "CARRY_FORWARD"));
        missing.put("policy", policy);
        if (policy.equals("CARRY_FORWARD")) {
            missing.put("limit", random.nextInt(1, 1001));
        }
    }

    private void direction(ObjectNode direction) {
        String type = one(List.of("UP", "DOWN", "RANGE"));
        direction.put("type", type);
        if (type.equals("RANGE")) {
            double lower = random.nextGaussian() * Math.pow(10, random.nextInt(-9, 20));
            direction.put("lower", lower).put("upper", lower + Math.abs(lower) + random.nextInt(9));
        }
    }

    private String formula(List<String> below) {
        return "%s%s * %s -\n  if(%s > 1e-3, prev(%s, 2), 0.5)"
                .formatted(" ".repeat(random.nextInt(3)), one(below), one(below), one(below), one(below));
    }

    private void tree(ObjectNode tree, int index) {
        tree.put("slug", "tree-" + index).put("name", text()).put("root", "k11");
        maybe(() -> tree.putObject("layout")
                .put("zoom", random.nextDouble())
                .put("far", 1e20)
                .put(text(), text())
                .putArray("list")
                .add(1)
                .add(1.50)
                .add(text())
                .addNull()
                .addObject()
                .put("", false));
        maybe(() -> tree.putArray("influences")
                .addObject()
                .put("from", "k11")
                .put("to", "k0")
                .put("note", text()));
    }

    private void maybe(Runnable part) {
        if (random.nextBoolean()) {
            part.run();
        }
    }

    private String text() {
        return one(TEXTS) + (random.nextBoolean() ? "" : random.nextInt(99));
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
