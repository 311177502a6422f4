package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.model.Rollup;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Laws of arithmetic over seeded random worlds. */
class EvaluationPropertiesTest {
    private static final List<String> MONTHS = List.of("2026-01", "2026-02", "2026-03");
    private static final List<String> REGIONS = List.of("jp", "kr", "us");
    private static final double TOLERANCE = 1e-9;

    @Test
    void aQuarterIsTheSumOfItsMonths() {
        forEachSeed(random -> {
            var world = randomWorld(random);
            for (var kpi : List.of("a", "sum", "product")) {
                var months = sumOfPresent(world.cells(kpi, "2026-01", "2026-03"));
                assertSame(world.cell(kpi, "2026-Q1"), months);
            }
        });
    }

    @Test
    void groupsAddUpToTheTotalOfWhatIsAdditive() {
        forEachSeed(random -> {
            var world = randomWorld(random);
            for (var kpi : List.of("a", "product")) {
                var groups = world.series(kpi, "2026-01", "2026-01", "actual", List.of("region")).lines().stream()
                        .map(line -> line.cells().getFirst())
                        .toList();
                assertSame(world.cell(kpi, "2026-01"), sumOfPresent(groups));
            }
        });
    }

    @Test
    void filtersOfEveryMemberAddUpToTheTotal() {
        forEachSeed(random -> {
            var world = randomWorld(random);
            var parts = REGIONS.stream()
                    .map(region -> world.cell("a", "2026-02", World.only("region", region)))
                    .toList();
            assertSame(world.cell("a", "2026-02"), sumOfPresent(parts));
        });
    }

    @Test
    void nothingObservedNeverBecomesZero() {
        var world = randomWorld(new Random(1));
        for (var kpi : List.of("a", "b", "sum", "product", "ratio", "odd")) {
            for (var cell : world.cells(kpi, "2020-01", "2020-12")) {
                assertThat(cell.isMissing()).isTrue();
                assertThat(cell.completeness()).isZero();
            }
        }
    }

    @Test
    void neverThrowsAndAlwaysSaysWhy() {
        var values = List.of(0.0, -0.0, 1.0, -1.0, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 1e-300);
        forEachSeed(random -> {
            var kpis = new ArrayList<>(List.of(input("k0", NUMBER).by("region"), input("k1", NUMBER)));
            for (var i = 2; i < 12; i++) {
                kpis.add(withRandomRollup(random, formula("k" + i, NUMBER, randomFormula(random, i, 3))));
            }
            var world = new World(kpis.toArray(Kpis[]::new));
            for (var month : MONTHS) {
                world.put("k0", month, values.get(random.nextInt(values.size())), "region:kr");
                world.put("k1", month, values.get(random.nextInt(values.size())));
                world.plan("k5", month, values.get(random.nextInt(values.size())));
            }
            for (var scenario : List.of("actual", "plan")) {
                for (var period : List.of("2026-02", "2026-Q1", "2026", "0001-01")) {
                    var cell = world.cellOf(scenario, "k11", period);
                    assertThat(cell.isMissing()).isEqualTo(cell.reason() != null);
                }
            }
            world.tree("k11", "2026-03", "plan", "previous", "same_period_last_year");
        });
    }

    private static World randomWorld(Random random) {
        var world = new World(
                input("a", COUNT).by("region"),
                input("b", COUNT).by("region"),
                formula("sum", COUNT, "a + 2 * coalesce(b, 0)").rollup(Rollup.SUM),
                formula("product", COUNT, "a * b"),
                formula("ratio", NUMBER, "a / b"),
                formula("odd", NUMBER, "if(a > b, ratio, prev(sum))"));
        for (var month : MONTHS) {
            for (var region : REGIONS) {
                for (var kpi : List.of("a", "b")) {
                    if (random.nextInt(4) > 0) {
                        world.put(kpi, month, random.nextInt(-5, 100), "region:" + region);
                    }
                }
            }
        }
        return world;
    }

    /** RECOMPUTE does not fit every formula. */
    private static Kpis withRandomRollup(Random random, Kpis kpi) {
        var text = Objects.requireNonNull(kpi.definition().formula());
        var rollup = randomRollup(random);
        var windows = text.contains("rolling") || text.contains("to_date");
        return kpi.rollup(windows && rollup == Rollup.RECOMPUTE ? Rollup.LAST : rollup);
    }

    private static Rollup randomRollup(Random random) {
        var rollups = List.of(Rollup.values());
        return rollups.get(random.nextInt(rollups.size()));
    }

    private static String randomFormula(Random random, int below, int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return random.nextInt(4) == 0 ? "" + random.nextInt(4) : "k" + random.nextInt(below);
        }
        var left = randomFormula(random, below, depth - 1);
        var right = randomFormula(random, below, depth - 1);
        var binary = List.of("+", "-", "*", "/", "^", "<", ">=", "=", "!=", "and", "or");
        return switch (random.nextInt(11)) {
            case 0 -> "-(" + left + ")";
            case 1 -> "prev(" + left + ", " + (1 + random.nextInt(15)) + ")";
            case 2 -> "if(" + left + " < " + right + ", " + left + ", " + right + ")";
            case 3 -> List.of("sqrt", "ln", "exp", "round", "abs").get(random.nextInt(5)) + "(" + left + ")";
            case 5 -> "rolling_sum(" + left + ", " + (1 + random.nextInt(5)) + ")";
            case 6 -> "same_period_last_year(" + left + ")";
            case 7 ->
                "to_date(k" + random.nextInt(below) + ", "
                        + List.of("YEAR", "QUARTER").get(random.nextInt(2)) + ")";
            case 4 -> List.of("min", "max", "coalesce").get(random.nextInt(3)) + "(" + left + ", " + right + ")";
            default -> "((" + left + ") " + binary.get(random.nextInt(binary.size())) + " (" + right + "))";
        };
    }

    private static List<Double> sumOfPresent(List<Cell> cells) {
        var present = cells.stream().map(Cell::value).filter(Objects::nonNull).toList();
        return present.isEmpty()
                ? List.of()
                : List.of(present.stream().mapToDouble(Double::doubleValue).sum());
    }

    private static void assertSame(Cell cell, List<Double> expected) {
        var value = cell.value();
        assertThat(value == null).isEqualTo(expected.isEmpty());
        if (value != null) {
            assertThat(value).isCloseTo(expected.getFirst(), within(TOLERANCE));
        }
    }

    private static void forEachSeed(Consumer<Random> property) {
        for (var seed = 0; seed < 150; seed++) {
            property.accept(new Random(seed));
        }
    }
}
