package com.planitai.kpi.engine.attribution;

import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.attribution.AttributionTest.assertExplained;
import static com.planitai.kpi.engine.attribution.AttributionTest.assertRefused;
import static com.planitai.kpi.engine.attribution.AttributionTest.contributions;
import static com.planitai.kpi.engine.attribution.AttributionTest.node;
import static com.planitai.kpi.engine.attribution.AttributionTest.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.model.KpiCode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LmdiTest {
    private static final double MISSING = Double.NaN;

    @Test
    void readsConstantsPowersRootsAndQuotients() {
        var factors = contributions(of("-(12 / 5) * a ^ 2 * sqrt(b) / (c * (1 + 1))", 2, 3, 9, 16, 5, 4));

        var first = -2.4 * 4 * 3 / 10;
        var second = -2.4 * 9 * 4 / 8;
        var mean = (second - first) / Math.log(second / first);
        assertThat(factors.get(0)).isCloseTo(mean * 2 * Math.log(3 / 2.0), within(1e-12));
        assertThat(factors.get(1)).isCloseTo(mean * Math.log(16 / 9.0) / 2, within(1e-12));
        assertThat(factors.get(2)).isCloseTo(mean * Math.log(5 / 4.0), within(1e-12));
    }

    @Test
    void takesTheLimitsAtZeros() {
        assertThat(contributions(of("a * b * c", 0, 5, 2, 3, 4, 4))).containsExactly(60.0, 0.0, 0.0);
        assertThat(contributions(of("a * b * c", 5, 0, 2, 3, 4, 4))).containsExactly(-40.0, 0.0, 0.0);
        assertThat(contributions(of("a ^ 2 * b * c", 0, 3, 0, 2, 1, 1))).containsExactly(12.0, 6.0, 0.0);
        assertThat(contributions(of("a * b * c", 0, 3, 5, 0, 1, 1))).containsExactly(0.0, 0.0, 0.0);
        assertThat(contributions(of("a * b * c", 0, 0, 5, 6, 1, 2))).containsExactly(0.0, 0.0, 0.0);
    }

    @Test
    void isTheLimitOfSmallValuesAtZeros() {
        var atZero = contributions(of("a * b / c", 0, 5, 2, 3, 4, 8));
        var small = contributions(of("a * b / c", 1e-300, 5, 2, 3, 4, 8));

        for (var i = 0; i < 3; i++) {
            assertThat(small.get(i)).isCloseTo(atZero.get(i), within(0.01));
        }
    }

    @Test
    void splitsWhatIsNegativeAtBothPoints() {
        assertExplained(of("a * b * c", -2, -3, 4, 5, 1, 2));
    }

    @Test
    void refusesAChangeOfSign() {
        assertRefused(result("a * b * c", -2, 3, 4, 5, 7, -1), Obstacle.Code.SIGN_CHANGE, "a", "c");
    }

    @Test
    void refusesWhatIsMissing() {
        assertRefused(result("a / b + 0 * c", 1, 1, 1, 1, 1, 1), Obstacle.Code.NOT_A_PRODUCT, "k");
        assertRefused(result("a / b / c", 1, 1, 0, 1, 1, 1), Obstacle.Code.VALUE_MISSING, "k");
        var planned =
                inputs("a * b * c", 1, 2, MISSING, 3, 1, 1).put("k", 5, MISSING).computed();
        assertRefused(planned.attribute("k", AttributionMethod.LMDI), Obstacle.Code.DRIVER_MISSING, "b");
    }

    @Test
    void refusesEveryOtherKindOfFormula() {
        for (var text : List.of(
                "a + b * c",
                "a * max(b, c)",
                "a * b ^ c",
                "abs(a) * b * c",
                "a * prev(b) * c",
                "a * to_date(b, YEAR) * c",
                "a * rolling_sum(b, 3) * c",
                "0 * a * b * c",
                "-a ^ b / c",
                "if(a > b, a, c)",
                "a * (b - c)",
                "coalesce(a, b) * c")) {
            var kpi = tree(formula("k", NUMBER, text), "a", "b", "c").graph().resolved(new KpiCode("k"));

            assertThat(kpi.expression().flatMap(ProductForm::of)).as(text).isEmpty();
        }
    }

    @Test
    void refusesAValueThatIsRolledUpFromSeveralProducts() {
        var twoMonths = inputs("a * b * c", 1, 2, 3, 4, 5, 6).put("k", 100, 200).computed();
        var rolledUp = new TwoPointTree() {
            @Override
            public double value(KpiCode kpi, boolean second) {
                return twoMonths.value(kpi, second);
            }

            @Override
            public TwoPointFormula formula(KpiCode kpi) {
                var one = twoMonths.formula(kpi);
                return new TwoPointFormula() {
                    @Override
                    public List<KpiCode> drivers() {
                        return one.drivers();
                    }

                    @Override
                    public Expression expression() {
                        return one.expression();
                    }

                    @Override
                    public double value(boolean[] atSecond) {
                        return one.value(atSecond) + one.value(new boolean[3]);
                    }

                    @Override
                    public double valueWith(boolean[] atSecond, int driver, double driverValue) {
                        return one.valueWith(atSecond, driver, driverValue) + one.value(new boolean[3]);
                    }
                };
            }
        };

        var result = new Attributor(twoMonths.graph(), AttributionMethod.LMDI, 1).attribute(new KpiCode("k"), rolledUp);

        assertRefused(result, Obstacle.Code.ROLLED_UP, "k");
    }

    @Test
    void stopsAboveAnInnerFormulaOfAnotherKindAndSaysSo() {
        var tree = tree(
                        List.of(formula("revenue", NUMBER, "orders * price"), formula("orders", NUMBER, "web + shop")),
                        "web",
                        "shop",
                        "price")
                .put("web", 60, 70)
                .put("shop", 40, 45)
                .put("price", 5, 6)
                .computed();

        var attribution = tree.attributed("revenue", AttributionMethod.LMDI);

        assertThat(node(attribution, "orders").obstacle())
                .isEqualTo(Obstacle.of(Obstacle.Code.NOT_A_PRODUCT, new KpiCode("orders")));
        assertThat(attribution.leaves())
                .extracting(NodeContribution::kpi)
                .containsExactlyInAnyOrder(new KpiCode("orders"), new KpiCode("price"));
        assertExplained(attribution);
    }

    @Test
    void weighsAFactorThatStaysZeroByTheOthers() {
        var tree = tree(List.of(formula("k", NUMBER, "zero * b"), formula("zero", NUMBER, "c * d")), "b", "c", "d")
                .put("b", 2, 2)
                .put("c", 0, 3)
                .put("d", 5, 0)
                .computed();

        var attribution = tree.attributed("k", AttributionMethod.LMDI);

        assertThat(attribution.nodes()).allMatch(node -> node.contribution() == 0 && node.obstacle() == null);
    }

    @Test
    void contributionsOfRandomProductsSumToTheDelta() {
        for (var seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var text = "%d * a ^ %d * b ^ 0.5 / c".formatted(random.nextInt(1, 5), random.nextInt(1, 4));
            var values =
                    random.doubles(6, 0, 1).map(x -> Math.pow(10, 6 * x - 3)).toArray();
            if (random.nextInt(3) == 0) {
                values[random.nextInt(4)] = 0;
            }
            if (random.nextInt(3) == 0) {
                values[1] = values[0] * (1 + 1e-12);
            }
            assertExplained(of(text, values));
        }
    }

    private static Attribution of(String text, double... values) {
        return inputs(text, values).computed().attributed("k", AttributionMethod.LMDI);
    }

    private static AttributionResult result(String text, double... values) {
        return inputs(text, values).computed().attribute("k", AttributionMethod.LMDI);
    }

    private static ScalarTree inputs(String text, double... values) {
        return tree(formula("k", NUMBER, text), "a", "b", "c")
                .put("a", values[0], values[1])
                .put("b", values[2], values[3])
                .put("c", values[4], values[5]);
    }
}
