package com.planitai.kpi.engine.attribution;

import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AttributionTest {
    private static final Offset<Double> TOLERANCE = within(1e-9);
    private static final double MISSING = Double.NaN;

    @Test
    void splitsAProductByShapley() {
        assertThat(contributions(funnel().attributed("revenue", AttributionMethod.SHAPLEY)))
                .usingElementComparator(near())
                .containsExactly(381.6666666667, -468.3333333333, 246.6666666667);
    }

    @Test
    void splitsAProductByLogarithmicMeans() {
        assertThat(contributions(funnel().attributed("revenue", AttributionMethod.LMDI)))
                .usingElementComparator(near())
                .containsExactly(379.0417678398, -463.9096312006, 244.8678633607);
    }

    @Test
    void splitsAProductLessAFixedSumByShapleyOnly() {
        var tree = tree(formula("profit", NUMBER, "price * quantity - fixed"), "price", "quantity", "fixed")
                .put("price", 10, 11)
                .put("quantity", 90, 100)
                .put("fixed", 1000, 1050)
                .computed();

        assertThat(contributions(tree.attributed("profit", AttributionMethod.SHAPLEY)))
                .usingElementComparator(near())
                .containsExactly(95.0, 105.0, -50.0);
        assertRefused(tree.attribute("profit", AttributionMethod.LMDI), Obstacle.Code.NOT_A_PRODUCT, "profit");
    }

    @Test
    void handsAnInnerContributionDownInProportion() {
        var tree = tree(
                        List.of(formula("revenue", NUMBER, "orders * price"), formula("orders", NUMBER, "web + shop")),
                        "web",
                        "shop",
                        "price")
                .put("web", 60, 100)
                .put("shop", 40, 20)
                .put("price", 5, 6)
                .computed();

        var attribution = tree.attributed("revenue", AttributionMethod.SHAPLEY);

        assertThat(node(attribution, "orders").contribution()).isCloseTo(110, TOLERANCE);
        assertThat(node(attribution, "web").kept()).isCloseTo(220, TOLERANCE);
        assertThat(node(attribution, "shop").kept()).isCloseTo(-110, TOLERANCE);
        assertThat(node(attribution, "price").kept()).isCloseTo(110, TOLERANCE);
        assertThat(attribution.leaves()).extracting(NodeContribution::leaf).containsOnly(true);
        assertExplained(attribution);
    }

    @Test
    void weighsDriversThatCancelByTheSlope() {
        for (var method : AttributionMethod.values()) {
            var product = method == AttributionMethod.LMDI;
            var tree = tree(
                            List.of(
                                    formula("revenue", NUMBER, "orders * price"),
                                    formula("orders", NUMBER, product ? "web * shop" : "web + shop")),
                            "web",
                            "shop",
                            "price")
                    .put("web", 60, product ? 120 : 70)
                    .put("shop", 40, product ? 20 : 30)
                    .put("price", 5, 7)
                    .computed();

            var attribution = tree.attributed("revenue", method);

            assertThat(node(attribution, "orders").contribution()).isCloseTo(0, TOLERANCE);
            assertThat(node(attribution, "web").kept())
                    .isCloseTo(-node(attribution, "shop").kept(), within(1e-6))
                    .isGreaterThan(1);
            if (!product) {
                assertThat(node(attribution, "web").kept()).isCloseTo(60, within(1e-6));
            }
            assertExplained(attribution);
        }
    }

    @Test
    void keepsAJumpOfANodeThatHardlyMovedAtTheNode() {
        var tree = tree(
                        List.of(
                                formula("bonus", NUMBER, "if(score > 100, 1000, 0)"),
                                formula("score", NUMBER, "a + b")),
                        "a",
                        "b")
                .put("a", 50, 60)
                .put("b", 50, 40.00001)
                .computed();

        var attribution = tree.attributed("bonus", AttributionMethod.SHAPLEY);

        assertThat(node(attribution, "score").kept()).isEqualTo(1000);
        assertThat(node(attribution, "score").obstacle())
                .isEqualTo(Obstacle.of(Obstacle.Code.NO_SLOPE, new KpiCode("score")));
        assertExplained(attribution);
    }

    @Test
    void sumsASharedNodeOverItsParents() {
        var tree = tree(
                        List.of(
                                formula("profit", NUMBER, "revenue - cost"),
                                formula("revenue", NUMBER, "orders * price"),
                                formula("cost", NUMBER, "orders * unit_cost"),
                                formula("orders", NUMBER, "visits * rate")),
                        "visits",
                        "rate",
                        "price",
                        "unit_cost")
                .put("visits", 100, 120)
                .put("rate", 0.5, 0.4)
                .put("price", 10, 11)
                .put("unit_cost", 6, 6)
                .computed();

        var attribution = tree.attributed("profit", AttributionMethod.SHAPLEY);

        assertThat(attribution.nodes()).extracting(node -> node.kpi().value()).doesNotHaveDuplicates();
        assertThat(node(attribution, "orders").contribution()).isCloseTo(-2 * 10.5 + 2 * 6, TOLERANCE);
        assertExplained(attribution);
    }

    @Test
    void showsWhatAPlanThatWasSetHasBesideItsDriversPlans() {
        var tree = tree(
                        List.of(formula("revenue", NUMBER, "orders * price"), formula("orders", NUMBER, "web + shop")),
                        "web",
                        "shop",
                        "price")
                .put("revenue", 1000, MISSING)
                .put("orders", 150, MISSING)
                .put("web", 60, 70)
                .put("shop", 40, 50)
                .put("price", 6, 5)
                .computed();

        var attribution = tree.attributed("revenue", AttributionMethod.SHAPLEY);

        assertThat(attribution.delta()).isEqualTo(-400);
        assertThat(attribution.ownResidual()).isCloseTo(-100, TOLERANCE);
        assertThat(contributions(attribution).stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(-300, TOLERANCE);
        assertThat(node(attribution, "orders").residual()).isCloseTo(-50 * 5.5, TOLERANCE);
        assertExplained(attribution);
    }

    @Test
    void refusesWhatHasNoValueAndSaysWhich() {
        var product = formula("revenue", NUMBER, "orders * price");
        assertRefused(
                tree(product, "orders", "price")
                        .put("revenue", 10, 20)
                        .put("orders", MISSING, 4)
                        .put("price", 5, 5)
                        .computed()
                        .attribute("revenue", AttributionMethod.SHAPLEY),
                Obstacle.Code.DRIVER_MISSING,
                "orders");
        assertRefused(
                tree(product, "orders", "price")
                        .put("orders", MISSING, 4)
                        .put("price", 5, 5)
                        .computed()
                        .attribute("revenue", AttributionMethod.SHAPLEY),
                Obstacle.Code.VALUE_MISSING,
                "revenue");
        assertRefused(
                tree(formula("rate", NUMBER, "a / (a - b)"), "a", "b")
                        .put("a", 1, 2)
                        .put("b", 2, 3)
                        .computed()
                        .attribute("rate", AttributionMethod.SHAPLEY),
                Obstacle.Code.FORMULA_UNDEFINED,
                "rate");
        assertRefused(
                tree(product, "orders", "price")
                        .put("orders", 1, 2)
                        .computed()
                        .attribute("orders", AttributionMethod.SHAPLEY),
                Obstacle.Code.NO_FORMULA,
                "orders");
        assertRefused(
                tree(product, "orders", "price")
                        .put("orders", -1e200, 1e200)
                        .put("price", 1.5e108, 1.5e108)
                        .computed()
                        .attribute("revenue", AttributionMethod.SHAPLEY),
                Obstacle.Code.OUT_OF_RANGE,
                "revenue");
    }

    @Test
    void stopsAboveADriverThatIsMissingAndSaysSo() {
        var tree = tree(
                        List.of(formula("total", NUMBER, "coalesce(part, 0) + base"), formula("part", NUMBER, "a + b")),
                        "a",
                        "b",
                        "base")
                .put("a", MISSING, 4)
                .put("b", 1, 2)
                .put("base", 10, 11)
                .computed();

        var attribution = tree.attributed("total", AttributionMethod.SHAPLEY);

        assertThat(node(attribution, "part"))
                .isEqualTo(new NodeContribution(
                        new KpiCode("part"),
                        6,
                        6,
                        0,
                        0,
                        true,
                        Obstacle.of(Obstacle.Code.VALUE_MISSING, new KpiCode("part"))));
        assertExplained(attribution);
    }

    @Test
    void goesDownATreeOfTenThousandKpisInOneLongChain() {
        var length = 9_998;
        var kpis = IntStream.rangeClosed(0, length)
                .mapToObj(i -> i == 0
                        ? input("k0", NUMBER)
                        : i == length
                                ? formula("root", NUMBER, "k" + (length - 1) + " * x")
                                : formula("k" + i, NUMBER, "k" + (i - 1) + " + x"))
                .toList();
        var all = new ArrayList<Kpis>(kpis);
        all.add(input("x", NUMBER));
        var graph = switch (KpiGraph.build(all.stream().map(Kpis::definition).toList(), KpiGraph.MAX_KPIS)) {
            case GraphResult.Built built -> built.graph();
            case GraphResult.Refused refused ->
                throw new AssertionError(refused.faults().getFirst());
        };
        var tree = new ScalarTree(graph).put("k0", 1, 2).put("x", 0.5, 0.6).computed();

        assertExplained(tree.attributed("root", AttributionMethod.SHAPLEY));
    }

    private static ScalarTree funnel() {
        return tree(formula("revenue", NUMBER, "visits * cvr * aov"), "visits", "cvr", "aov")
                .put("visits", 1000, 1200)
                .put("cvr", .05, .04)
                .put("aov", 40, 45)
                .computed();
    }

    static ScalarTree tree(Kpis formula, String... inputs) {
        return tree(List.of(formula), inputs);
    }

    static ScalarTree tree(List<Kpis> formulas, String... inputs) {
        var kpis = new ArrayList<>(formulas);
        for (var input : inputs) {
            kpis.add(input(input, NUMBER));
        }
        return new ScalarTree(Kpis.graph(kpis.toArray(Kpis[]::new)));
    }

    static NodeContribution node(Attribution attribution, String kpi) {
        return attribution.nodes().stream()
                .filter(node -> node.kpi().value().equals(kpi))
                .findFirst()
                .orElseThrow();
    }

    static List<Double> contributions(Attribution attribution) {
        return attribution.items().stream()
                .map(DriverContribution::contribution)
                .toList();
    }

    /** Both explanations sum to the delta within the tolerance that the semantics state. */
    static void assertExplained(Attribution attribution) {
        var items = contributions(attribution);
        assertSum(attribution, items, attribution.ownResidual());
        var leaves = attribution.leaves().stream().map(NodeContribution::kept).toList();
        assertSum(attribution, leaves, attribution.residual());
    }

    private static void assertSum(Attribution attribution, List<Double> parts, double residual) {
        var sum = parts.stream().mapToDouble(Double::doubleValue).sum() + residual;
        var gross = parts.stream().mapToDouble(Math::abs).sum();
        var values = Math.max(Math.abs(attribution.first()), Math.abs(attribution.second()));
        assertThat(sum)
                .isCloseTo(attribution.delta(), within(Attribution.TOLERANCE * Math.max(1, Math.max(values, gross))));
    }

    private static Comparator<Double> near() {
        return (left, right) -> Math.abs(left - right) <= 1e-9 ? 0 : Double.compare(left, right);
    }

    static void assertRefused(AttributionResult result, Obstacle.Code code, String... kpis) {
        assertThat(result)
                .isEqualTo(new AttributionResult.Refused(
                        new Obstacle(code, Arrays.stream(kpis).map(KpiCode::new).toList())));
    }
}
