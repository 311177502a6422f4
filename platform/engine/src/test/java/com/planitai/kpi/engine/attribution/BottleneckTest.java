package com.planitai.kpi.engine.attribution;

import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.attribution.AttributionTest.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.model.Direction;
import com.planitai.kpi.engine.model.KpiCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BottleneckTest {
    private static final Offset<Double> DIFFERENCE = within(1e-8);

    private final ScalarTree shop = tree(
                    List.of(formula("revenue", NUMBER, "orders * price"), formula("orders", NUMBER, "web + branch")),
                    "web",
                    "branch",
                    "price")
            .put("web", 60, 30)
            .put("branch", 40, 50)
            .put("price", 10, 9.5)
            .computed();

    @Test
    void ranksWhatHoldsTheKgiBackByItsPartOfTheGap() {
        var ranked = rank(Direction.UP);

        assertThat(ranked).extracting(Bottleneck::kpi).containsExactly(code("web"), code("orders"), code("price"));
        assertThat(ranked).extracting(Bottleneck::leaf).containsExactly(true, false, true);
        assertThat(ranked)
                .first()
                .satisfies(worst -> assertThat(worst.contribution()).isCloseTo(-292.5, within(1e-9)));
        assertThat(ranked.getFirst().share()).isCloseTo(292.5 / 240, DIFFERENCE);
        assertThat(ranked)
                .extracting(Bottleneck::elasticity)
                .allSatisfy(elasticity -> assertThat(elasticity).isPositive());
    }

    @Test
    void turnsRoundForAKgiThatShouldFall() {
        var ranked = rank(Direction.DOWN);

        assertThat(ranked).extracting(Bottleneck::kpi).containsExactly(code("branch"));
        assertThat(ranked.getFirst().share()).isNull();
    }

    @Test
    void looksAtTheSideOfABandOnWhichTheKgiIs() {
        assertThat(rank(Direction.range(800, 900))).hasSize(3);
        assertThat(rank(Direction.range(700, 800))).isEmpty();
        assertThat(rank(Direction.range(600, 700))).extracting(Bottleneck::kpi).containsExactly(code("branch"));
    }

    @Test
    void keepsTheElasticityApart() {
        var sensitivities = TreeSensitivity.of(shop.graph(), code("revenue"), shop);

        assertThat(sensitivity(sensitivities, "revenue").slope()).isEqualTo(1);
        assertThat(sensitivity(sensitivities, "orders").slope()).isCloseTo(9.5, DIFFERENCE);
        assertThat(sensitivity(sensitivities, "web").slope()).isCloseTo(9.5, DIFFERENCE);
        assertThat(sensitivity(sensitivities, "price").elasticity()).isCloseTo(1, DIFFERENCE);
        assertThat(sensitivity(sensitivities, "web").elasticity()).isCloseTo(30 / 80.0, DIFFERENCE);
    }

    @Test
    void knowsNoSensitivityWhereAValueIsMissing() {
        var tree = tree(formula("total", NUMBER, "coalesce(a, 0) + b / c"), "a", "b", "c")
                .put("a", Double.NaN, Double.NaN)
                .put("b", 1, 0)
                .put("c", 2, 4)
                .computed();

        var sensitivities = TreeSensitivity.of(tree.graph(), code("total"), tree);

        assertThat(sensitivities).containsOnlyKeys(code("total"), code("b"), code("c"));
        assertThat(sensitivity(sensitivities, "b").slope()).isCloseTo(0.25, DIFFERENCE);
        assertThat(sensitivity(sensitivities, "b").elasticity()).isNull();
    }

    @Test
    void sumsTheSensitivityOfASharedDriverOverItsParents() {
        var tree = tree(
                        List.of(
                                formula("profit", NUMBER, "revenue - cost"),
                                formula("revenue", NUMBER, "orders * 10"),
                                formula("cost", NUMBER, "orders ^ 2")),
                        "orders")
                .put("orders", 1, 3)
                .computed();

        var sensitivities = TreeSensitivity.of(tree.graph(), code("profit"), tree);

        assertThat(sensitivity(sensitivities, "orders").slope()).isCloseTo(4, DIFFERENCE);
    }

    @Test
    void takesNoSlopeOverAJumpAndOneSideAtAnEnd() {
        assertThat(CentralDifference.slope(x -> x > 2 ? 5 : 3, 2)).isNaN();
        assertThat(CentralDifference.slope(x -> Double.NaN, 2)).isNaN();
        assertThat(CentralDifference.slope(x -> x < 0 ? Double.NaN : 3 * x, 0)).isCloseTo(3, DIFFERENCE);
        assertThat(CentralDifference.slope(Math::abs, 0)).isZero();
        assertThat(CentralDifference.slope(x -> 1e9 + 1e-6 * x, 1)).isFinite();
    }

    private List<Bottleneck> rank(Direction direction) {
        return Bottleneck.rank(
                shop.attributed("revenue", AttributionMethod.SHAPLEY),
                direction,
                TreeSensitivity.of(shop.graph(), code("revenue"), shop));
    }

    private static Sensitivity sensitivity(Map<KpiCode, Sensitivity> all, String kpi) {
        return Objects.requireNonNull(all.get(code(kpi)));
    }

    private static KpiCode code(String code) {
        return new KpiCode(code);
    }
}
