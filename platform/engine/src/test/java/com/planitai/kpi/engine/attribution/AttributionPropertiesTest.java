package com.planitai.kpi.engine.attribution;

import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static com.planitai.kpi.engine.attribution.AttributionTest.assertExplained;
import static com.planitai.kpi.engine.attribution.AttributionTest.contributions;
import static com.planitai.kpi.engine.attribution.AttributionTest.node;
import static com.planitai.kpi.engine.attribution.AttributionTest.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.model.KpiCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Laws of attribution over seeded random trees. */
class AttributionPropertiesTest {
    private static final int SEEDS = 300;
    private static final int INPUTS = 8;
    private static final int FORMULAS = 24;
    private static final String ROOT = "f" + (FORMULAS - 1);

    @Test
    void contributionsSumToTheDeltaAndLeavesToo() {
        var attributed = new EnumMap<AttributionMethod, Integer>(AttributionMethod.class);
        forEachSeed(random -> {
            var tree = randomTree(random, false);
            for (var method : AttributionMethod.values()) {
                if (tree.attribute(ROOT, method) instanceof AttributionResult.Attributed result) {
                    attributed.merge(method, 1, Integer::sum);
                    assertExplained(result.attribution());
                }
            }
        });
        assertThat(attributed.get(AttributionMethod.SHAPLEY)).isGreaterThan(SEEDS / 2);
        assertThat(attributed.get(AttributionMethod.LMDI)).isGreaterThan(SEEDS / 8);
    }

    @Test
    void saysWhyInsteadOfAWrongNumberWhereValuesAreMissing() {
        var stopped = new int[1];
        forEachSeed(random -> {
            var tree = randomTree(random, true);
            for (var method : AttributionMethod.values()) {
                if (tree.attribute(ROOT, method) instanceof AttributionResult.Attributed result) {
                    assertExplained(result.attribution());
                    for (var node : result.attribution().nodes()) {
                        assertThat(node.contribution()).isFinite();
                        stopped[0] += node.obstacle() == null ? 0 : 1;
                    }
                }
            }
        });
        assertThat(stopped[0]).isPositive();
    }

    @Test
    void neverThrowsAndNeverGivesWhatIsNoNumber() {
        var extremes =
                List.of(0.0, -0.0, 1.0, -1.0, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 1e-300, 1e200);
        var attributed = new int[1];
        forEachSeed(random -> {
            var tree = randomFormulas(random);
            for (var i = 0; i < INPUTS; i++) {
                tree.put("x" + i, any(extremes, random), any(extremes, random));
            }
            tree.computed();
            TreeSensitivity.of(tree.graph(), new KpiCode(ROOT), tree);
            for (var method : AttributionMethod.values()) {
                if (tree.attribute(ROOT, method) instanceof AttributionResult.Attributed result) {
                    attributed[0]++;
                    for (var node : result.attribution().nodes()) {
                        assertThat(node.contribution()).isFinite();
                        assertThat(node.kept()).isFinite();
                        assertThat(node.residual()).isFinite();
                    }
                }
            }
        });
        assertThat(attributed[0]).isPositive();
    }

    @Test
    void goingBackContributesTheOpposite() {
        forEachSeed(random -> {
            var drivers = 1 + random.nextInt(6);
            var inputs = IntStream.range(0, drivers).mapToObj(i -> "x" + i).toArray(String[]::new);
            var formula = formula("k", NUMBER, Arrays.stream(inputs).collect(Collectors.joining(" * ")));
            var there = tree(formula, inputs);
            var back = tree(formula, inputs);
            for (var input : inputs) {
                var first = random.nextInt(4) == 0 ? 0 : 100 * random.nextDouble();
                var second = random.nextInt(4) == 0 ? 0 : 100 * random.nextDouble();
                there.put(input, first, second);
                back.put(input, second, first);
            }
            there.computed();
            back.computed();
            for (var method : AttributionMethod.values()) {
                var forward = there.attributed("k", method);
                var backward = contributions(back.attributed("k", method));
                assertExplained(forward);
                for (var i = 0; i < drivers; i++) {
                    var contribution = contributions(forward).get(i);
                    assertThat(backward.get(i))
                            .isCloseTo(-contribution, within(1e-9 * Math.max(1, Math.abs(contribution))));
                }
            }
        });
    }

    /** In a linear tree each leaf's part is its delta times its coefficient over all ways to the root, whatever cancels. */
    @Test
    void leavesOfALinearTreeContributeTheirDeltaTimesTheirCoefficient() {
        forEachSeed(random -> {
            var kpis = new ArrayList<Kpis>();
            var weights = new HashMap<String, Map<String, Integer>>();
            for (var i = 0; i < 12; i++) {
                var own = new HashMap<String, Integer>();
                for (var term = 0; term < 3; term++) {
                    var name = i == 0 || random.nextBoolean() ? "x" + random.nextInt(4) : "k" + random.nextInt(i);
                    own.put(name, 1 + random.nextInt(3));
                }
                weights.put("k" + i, own);
                var text = own.entrySet().stream()
                        .map(term -> term.getValue() + " * " + term.getKey())
                        .collect(Collectors.joining(" + "));
                kpis.add(formula("k" + i, NUMBER, text));
            }
            var tree = tree(kpis, "x0", "x1", "x2", "x3");
            var deltas = new double[4];
            for (var i = 0; i < deltas.length; i++) {
                deltas[i] = random.nextInt(-3, 4);
                tree.put("x" + i, 10, 10 + deltas[i]);
            }
            var attribution = tree.computed().attributed("k11", AttributionMethod.SHAPLEY);
            var coefficients = coefficients("k11", weights);
            var reached =
                    attribution.nodes().stream().map(node -> node.kpi().value()).toList();
            for (var i = 0; i < deltas.length; i++) {
                if (reached.contains("x" + i)) {
                    var expected = deltas[i] * coefficients.getOrDefault("x" + i, 0.0);
                    assertThat(node(attribution, "x" + i).kept())
                            .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
                }
            }
            assertExplained(attribution);
        });
    }

    @Test
    void isTheMeanOverAllOrdersOfTheDrivers() {
        forEachSeed(random -> {
            var tree = tree(formula("k", NUMBER, "a * b - c ^ 2 / (1 + d) + min(a, c)"), "a", "b", "c", "d");
            for (var input : List.of("a", "b", "c", "d")) {
                tree.put(input, random.nextInt(1, 9), random.nextInt(1, 9));
            }
            tree.computed();
            var formula = tree.formula(new KpiCode("k"));
            var orders = orders(List.of(0, 1, 2, 3));
            var expected = new double[4];
            for (var order : orders) {
                var atSecond = new boolean[4];
                for (var driver : order) {
                    var before = formula.value(atSecond);
                    atSecond[driver] = true;
                    expected[driver] += (formula.value(atSecond) - before) / orders.size();
                }
            }
            // Drivers are in formula order, which the formula above makes alphabetical.
            var found = contributions(tree.attributed("k", AttributionMethod.SHAPLEY));
            for (var i = 0; i < 4; i++) {
                assertThat(found.get(i)).isCloseTo(expected[i], within(1e-9));
            }
        });
    }

    @Test
    void samplesWithinFourStandardErrorsOfTheExactContributions() {
        for (var seed = 0; seed < 5; seed++) {
            var random = new Random(seed);
            var inputs = IntStream.range(0, 14).mapToObj(i -> "x" + i).toArray(String[]::new);
            var text = "(x0 + x1) * (x2 + x3 * x4) / (x5 + x6) + max(x7, x8) * x9 + x10 * x11 * x12 - x13";
            var tree = tree(formula("k", NUMBER, text), inputs);
            for (var input : inputs) {
                tree.put(input, random.nextInt(1, 20), random.nextInt(1, 20));
            }
            tree.computed();
            var exact = Shapley.exact(tree.formula(new KpiCode("k"))).orElseThrow();
            var sampled = tree.attributed("k", AttributionMethod.SHAPLEY);
            for (var i = 0; i < inputs.length; i++) {
                var item = sampled.items().get(i);
                assertThat(item.contribution())
                        .isCloseTo(exact.contribution(i), within(4 * item.standardError() + 1e-9));
            }
            assertThat(sampled.items()).anyMatch(item -> item.standardError() > 0);
            assertThat(sampled.items().getLast().standardError()).isLessThan(1e-12);
            assertThat(tree.attributed("k", AttributionMethod.SHAPLEY)).isEqualTo(sampled);
            assertExplained(sampled);
        }
    }

    private static ScalarTree randomTree(Random random, boolean withMissing) {
        var tree = randomFormulas(random);
        for (var i = 0; i < INPUTS; i++) {
            var first = withMissing && random.nextInt(6) == 0 ? Double.NaN : random.nextInt(1, 40) / 8.0;
            var second = random.nextInt(3) == 0 ? first : random.nextInt(1, 40) / 8.0;
            tree.put("x" + i, first, second);
        }
        for (var i = 0; i < FORMULAS - 1; i++) {
            if (random.nextInt(12) == 0) {
                tree.put("f" + i, random.nextInt(1, 40) / 8.0, Double.NaN);
            }
        }
        return tree.computed();
    }

    private static ScalarTree randomFormulas(Random random) {
        var kpis = new ArrayList<Kpis>();
        for (var i = 0; i < INPUTS; i++) {
            kpis.add(input("x" + i, NUMBER));
        }
        for (var i = 0; i < FORMULAS; i++) {
            kpis.add(formula("f" + i, NUMBER, randomFormula(random, i)));
        }
        return new ScalarTree(Kpis.graph(kpis.toArray(Kpis[]::new)));
    }

    private static <T> T any(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String randomFormula(Random random, int below) {
        var a = randomReference(random, below);
        var b = randomReference(random, below);
        var c = randomReference(random, below);
        return switch (random.nextInt(9)) {
            case 0 -> a + " + " + b + " - " + c;
            case 1 -> a + " * " + b;
            case 2 -> a + " / " + b;
            case 3 -> "sqrt(" + a + " * " + b + ") / 2";
            case 4 -> "min(" + a + ", " + b + ") + 0.5 * " + c;
            case 5 -> "if(" + a + " > " + b + ", " + a + ", " + c + ")";
            case 6 -> "coalesce(" + a + ", 1) + " + b;
            case 7 -> a + " - " + a + " + " + b + " + " + c;
            default -> "(" + a + " + " + b + ") / (1 + " + c + " ^ 2)";
        };
    }

    private static String randomReference(Random random, int below) {
        return below == 0 || random.nextInt(3) == 0
                ? "x" + random.nextInt(INPUTS)
                : "f" + random.nextInt(below / 2, below);
    }

    private static Map<String, Double> coefficients(String kpi, Map<String, Map<String, Integer>> weights) {
        var own = weights.get(kpi);
        if (own == null) {
            return Map.of(kpi, 1.0);
        }
        var sum = new HashMap<String, Double>();
        own.forEach((name, weight) -> coefficients(name, weights)
                .forEach((leaf, coefficient) -> sum.merge(leaf, weight * coefficient, Double::sum)));
        return sum;
    }

    private static List<List<Integer>> orders(List<Integer> drivers) {
        if (drivers.isEmpty()) {
            return List.of(drivers);
        }
        var orders = new ArrayList<List<Integer>>();
        for (var first : drivers) {
            var rest = drivers.stream().filter(driver -> !driver.equals(first)).toList();
            for (var order : orders(rest)) {
                var whole = new ArrayList<>(List.of(first));
                whole.addAll(order);
                orders.add(whole);
            }
        }
        return orders;
    }

    private static void forEachSeed(Consumer<Random> property) {
        for (var seed = 0; seed < SEEDS; seed++) {
            property.accept(new Random(seed));
        }
    }
}
