package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.evaluation.PointPair.Point;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.Grain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Laws of arithmetic over seeded random worlds. */
class EvaluationPropertiesTest {
    private static final List<String> MONTHS = List.of("2026-01", "2026-02", "2026-03");
    private static final List<String> REGIONS = List.of("jp", "kr", "us");
    private static final double TOLERANCE = 1e-9;

    /** What stands in each world where the first has nothing. */
    private static final List<Double> HOLES = List.of(Double.NaN, 0.0, 7.0);

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

    /** Taken for zero, a missing cell would give the value of the world in which it is zero, and not of both others. */
    @Test
    void aValueThatIsThereDoesNotDependOnWhatIsMissing() {
        var values = new AtomicInteger();
        var missing = new AtomicInteger();
        forEachSeed(random -> {
            var kpis = new ArrayList<>(List.of(input("k0", NUMBER), input("k1", NUMBER)));
            for (var i = 2; i < 8; i++) {
                kpis.add(formula("k" + i, NUMBER, strictFormula(random, i, 3)).rollup(Rollup.SUM));
            }
            var worlds = Stream.generate(() -> new World(kpis.toArray(Kpis[]::new)))
                    .limit(3)
                    .toList();
            for (var month = 0; month < 24; month++) {
                for (var kpi : List.of("k0", "k1")) {
                    var hole = random.nextInt(5) == 0;
                    var period = World.period("2025-01").plus(month).toString();
                    var value = random.nextInt(1, 9);
                    for (var index = hole ? 1 : 0; index < worlds.size(); index++) {
                        worlds.get(index).put(kpi, period, hole ? HOLES.get(index) : value);
                    }
                }
            }
            for (var i = 2; i < 8; i++) {
                var cells = worlds.getFirst().cells("k" + i, "2026-01", "2026-12");
                for (var filled : worlds.subList(1, worlds.size())) {
                    var same = filled.cells("k" + i, "2026-01", "2026-12");
                    for (var month = 0; month < cells.size(); month++) {
                        var value = cells.get(month).value();
                        (value == null ? missing : values).incrementAndGet();
                        if (value != null) {
                            assertThat(value).isEqualTo(same.get(month).value());
                        }
                    }
                }
            }
        });
        assertThat(values).hasValueGreaterThan(1_000);
        assertThat(missing).hasValueGreaterThan(1_000);
    }

    @Test
    void neverThrowsAndAlwaysSaysWhy() {
        var values = List.of(0.0, -0.0, 1.0, -1.0, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 1e-300);
        forEachSeed(random -> {
            var kpis = new ArrayList<>(List.of(input("k0", NUMBER).by("region"), input("k1", NUMBER)));
            for (var i = 2; i < 12; i++) {
                kpis.add(randomKpi(random, i));
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
            var different = world.evaluation().with(new Randomly(random, Set.of(code("k0"), code("k1"), code("k7"))));
            different.series(new SeriesQuery(
                    code("k11"), World.period("2025-11"), World.period("2026-05"), "plan", List.of(), List.of()));
            assertPointsAreNumbersOrMissing(random, different);
        });
    }

    private static void assertPointsAreNumbersOrMissing(Random random, Evaluation evaluation) {
        for (var period : List.of("2026-02", "2026-Q1")) {
            var first = new Point(World.period(period), "actual", List.of());
            var second = new Point(World.period(period).plus(1), "plan", List.of());
            var points = evaluation.points(new PointPair(code("k11"), first, second));
            for (var i = 2; i < 12; i++) {
                var reached = evaluation.graph().references(code("k11"));
                if (reached.contains(code("k" + i))
                        && !evaluation.graph().references(code("k" + i)).isEmpty()) {
                    var formula = points.formula(code("k" + i));
                    var at = new boolean[formula.drivers().size()];
                    for (var driver = 0; driver < at.length; driver++) {
                        at[driver] = random.nextBoolean();
                    }
                    assertThat(Double.isInfinite(formula.value(at))).isFalse();
                }
            }
        }
    }

    /** Any change, to any cell. */
    private record Randomly(Random random, Set<KpiCode> kpis) implements Overrides {
        @Override
        public Set<SortedMap<String, String>> addedMembers(KpiCode input) {
            return input.equals(code("k0")) ? Set.of(new TreeMap<>(Map.of("region", "us"))) : Set.of();
        }

        @Override
        public double changed(KpiCode kpi, Grain grain, int ordinal, SortedMap<String, String> members, double cell) {
            return switch (random.nextInt(4)) {
                case 0 -> Double.NaN;
                case 1 -> 0;
                case 2 -> Double.MAX_VALUE;
                default -> cell;
            };
        }
    }

    private static KpiCode code(String code) {
        return new KpiCode(code);
    }

    /** One in four has another formula from a month on. */
    private static Kpis randomKpi(Random random, int index) {
        var text = randomFormula(random, index, 3);
        var later = random.nextInt(4) == 0 ? randomFormula(random, index, 2) : text;
        var kpi = formula("k" + index, NUMBER, text).rollup(randomRollup(random, text + later));
        return later.equals(text) ? kpi : kpi.since("2026-02", later);
    }

    /** In which every value that is read is needed. */
    private static String strictFormula(Random random, int below, int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return "k" + random.nextInt(below);
        }
        var left = strictFormula(random, below, depth - 1);
        var right = strictFormula(random, below, depth - 1);
        return switch (random.nextInt(6)) {
            case 0 -> List.of("min", "max").get(random.nextInt(2)) + "(" + left + ", " + right + ")";
            case 1 -> "prev(" + left + ", " + (1 + random.nextInt(2)) + ")";
            case 2 -> "same_period_last_year(k" + random.nextInt(2) + ")";
            case 3 -> List.of("abs", "round", "sqrt", "-").get(random.nextInt(4)) + "(" + left + ")";
            default -> "((" + left + ") " + List.of("+", "-", "*", "/").get(random.nextInt(4)) + " (" + right + "))";
        };
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
    private static Rollup randomRollup(Random random, String formulas) {
        var rollup = List.of(Rollup.values()).get(random.nextInt(Rollup.values().length));
        var windows = formulas.contains("rolling") || formulas.contains("to_date");
        return windows && rollup == Rollup.RECOMPUTE ? Rollup.LAST : rollup;
    }

    private static String randomFormula(Random random, int below, int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return random.nextInt(4) == 0 ? "" + random.nextInt(4) : "k" + random.nextInt(below);
        }
        var left = randomFormula(random, below, depth - 1);
        var right = randomFormula(random, below, depth - 1);
        var binary = List.of("+", "-", "*", "/", "^", "<", ">=", "=", "!=", "and", "or");
        return switch (random.nextInt(12)) {
            case 0 -> "-(" + left + ")";
            case 1 -> "prev(" + left + ", " + (1 + random.nextInt(15)) + ")";
            case 2 -> "if(" + left + " < " + right + ", " + left + ", " + right + ")";
            case 3 -> List.of("sqrt", "ln", "exp", "round", "abs").get(random.nextInt(5)) + "(" + left + ")";
            case 5 -> "rolling_sum(" + left + ", " + (1 + random.nextInt(5)) + ")";
            case 8 -> "share_of(k0, region)";
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
