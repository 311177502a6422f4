package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.KRW;
import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.PERCENT;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static com.planitai.kpi.engine.evaluation.World.only;
import static com.planitai.kpi.engine.evaluation.World.period;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.attribution.Attribution;
import com.planitai.kpi.engine.attribution.AttributionMethod;
import com.planitai.kpi.engine.attribution.AttributionResult;
import com.planitai.kpi.engine.attribution.Attributor;
import com.planitai.kpi.engine.attribution.DriverContribution;
import com.planitai.kpi.engine.attribution.NodeContribution;
import com.planitai.kpi.engine.attribution.Obstacle;
import com.planitai.kpi.engine.attribution.RateMix;
import com.planitai.kpi.engine.attribution.RateMixResult;
import com.planitai.kpi.engine.attribution.TreeSensitivity;
import com.planitai.kpi.engine.evaluation.PointPair.Point;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.Grain;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Attribution of what was really observed, over cells and members. */
class ExplainedWorldTest {
    private static final List<String> REGIONS = List.of("jp", "kr", "us");

    @Test
    void explainsEveryRandomWorldAtEveryGrain() {
        var attributed = 0;
        for (var seed = 0; seed < 100; seed++) {
            var world = randomWorld(new Random(seed));
            for (var root : List.of("profit", "margin")) {
                for (var pair : List.of(
                        pair(root, "2026-01", "actual", "2026-02", "actual"),
                        pair(root, "2026-Q1", "actual", "2026-Q2", "actual"),
                        pair(root, "2026-Q2", "plan", "2026-Q2", "actual"),
                        pair(root, "2026-02", "plan", "2026-02", "actual"))) {
                    for (var method : AttributionMethod.values()) {
                        if (attribute(world, pair, method) instanceof AttributionResult.Attributed result) {
                            attributed++;
                            assertExplained(result.attribution());
                        }
                    }
                    TreeSensitivity.of(
                            world.graph(), code(root), world.evaluation().points(pair));
                }
            }
        }
        assertThat(attributed).isGreaterThan(400);
    }

    @Test
    void explainsTheDifferenceOfTwoMembers() {
        var world = new World(
                        input("orders", COUNT).by("region"),
                        input("price", KRW).by("region").rollup(Rollup.AVERAGE),
                        formula("revenue", KRW, "orders * price").rollup(Rollup.SUM))
                .put("orders", "2026-01", 10, "region:kr")
                .put("price", "2026-01", 4, "region:kr")
                .put("orders", "2026-01", 20, "region:us")
                .put("price", "2026-01", 6, "region:us");
        var month = period("2026-01");

        var attribution = attributed(
                world,
                new PointPair(
                        code("revenue"),
                        new Point(month, "actual", List.of(only("region", "kr"))),
                        new Point(month, "actual", List.of(only("region", "us")))));

        assertThat(attribution.items())
                .extracting(DriverContribution::contribution)
                .containsExactly(50.0, 30.0);
    }

    @Test
    void refusesLogarithmicMeansForAQuarterThatIsASumOfProducts() {
        var world = randomWorld(new Random(7));
        var pair = pair("revenue", "2026-Q1", "actual", "2026-Q2", "actual");

        assertThat(attribute(world, pair, AttributionMethod.LMDI))
                .isEqualTo(
                        new AttributionResult.Refused(new Obstacle(Obstacle.Code.ROLLED_UP, List.of(code("revenue")))));
    }

    @Test
    void saysThatADriverHasNoValuesInPeriodsAsShortAsThese() {
        var world = new World(
                        input("orders", COUNT),
                        input("rent", KRW).grain(Grain.QUARTER),
                        formula("cost", KRW, "rent * 2").grain(Grain.QUARTER),
                        formula("load", NUMBER, "coalesce(cost / rent, 0) + orders"))
                .put("orders", "2026-01", 10)
                .put("orders", "2026-02", 15)
                .put("rent", "2026-Q1", 300);
        var pair = pair("load", "2026-01", "actual", "2026-02", "actual");

        var attribution = attributed(world, pair);

        assertThat(attribution.nodes())
                .filteredOn(node -> node.kpi().equals(code("cost")))
                .extracting(NodeContribution::obstacle)
                .containsExactly(new Obstacle(Obstacle.Code.VALUE_MISSING, List.of(code("cost"))));
        assertThat(TreeSensitivity.of(
                        world.graph(), code("load"), world.evaluation().points(pair)))
                .containsOnlyKeys(code("load"), code("orders"));
    }

    @Test
    void splitsARealRatioByRegion() {
        var world = new World(
                        input("orders", COUNT).by("region"),
                        input("visits", COUNT).by("region"),
                        formula("rate", PERCENT, "orders / visits"))
                .put("orders", "2026-01", 80, "region:kr")
                .put("visits", "2026-01", 100, "region:kr")
                .put("orders", "2026-01", 10, "region:jp")
                .put("visits", "2026-01", 100, "region:jp")
                .put("orders", "2026-02", 41, "region:kr")
                .put("visits", "2026-02", 50, "region:kr")
                .put("orders", "2026-02", 18, "region:jp")
                .put("visits", "2026-02", 150, "region:jp");
        var evaluation = world.evaluation();

        var result = RateMix.of(
                code("rate"),
                evaluation.points(pair("rate", "2026-01", "actual", "2026-02", "actual")),
                List.of("kr", "jp"),
                (kpi, member, second) -> evaluation
                        .points(new PointPair(
                                code("rate"),
                                new Point(period("2026-01"), "actual", List.of(only("region", member))),
                                new Point(period("2026-02"), "actual", List.of(only("region", member)))))
                        .value(kpi, second));

        assertThat(result).isInstanceOfSatisfying(RateMixResult.Decomposed.class, decomposed -> {
            assertThat(decomposed.rate()).isCloseTo(.020, within(1e-12));
            assertThat(decomposed.mix()).isCloseTo(-.175, within(1e-12));
            assertThat(decomposed.isReversal()).isTrue();
        });
    }

    private static World randomWorld(Random random) {
        var world = new World(
                input("web", COUNT).by("region"),
                input("shop", COUNT).by("region"),
                input("price", KRW).by("region").rollup(Rollup.AVERAGE).memberRollup(Rollup.AVERAGE),
                input("unit_cost", KRW).rollup(Rollup.LAST),
                formula("orders", COUNT, "web + coalesce(shop, 0)"),
                formula("revenue", KRW, "orders * price").rollup(Rollup.SUM),
                formula("cost", KRW, "orders * unit_cost").rollup(Rollup.SUM),
                formula("profit", KRW, "revenue - cost"),
                formula("margin", PERCENT, "profit / revenue"));
        for (var month = 1; month <= 6; month++) {
            var period = "2026-%02d".formatted(month);
            for (var kpi : List.of("web", "shop", "price")) {
                for (var region : REGIONS) {
                    if (random.nextInt(6) > 0) {
                        world.put(kpi, period, random.nextInt(1, 50), "region:" + region);
                        world.plan(kpi, period, random.nextInt(1, 50), "region:" + region);
                    }
                }
            }
            world.put("unit_cost", period, random.nextInt(1, 20)).plan("unit_cost", period, random.nextInt(1, 20));
            if (random.nextInt(3) == 0) {
                world.plan("revenue", period, random.nextInt(1, 5_000));
            }
        }
        return world;
    }

    private static void assertExplained(Attribution attribution) {
        var items = attribution.items().stream()
                .map(DriverContribution::contribution)
                .toList();
        assertSum(attribution, items, attribution.ownResidual());
        var leaves = attribution.leaves().stream().map(NodeContribution::kept).toList();
        assertSum(attribution, leaves, attribution.residual());
    }

    private static void assertSum(Attribution attribution, List<Double> parts, double residual) {
        var gross = parts.stream().mapToDouble(Math::abs).sum();
        var magnitude = Math.max(Math.abs(attribution.first()), Math.abs(attribution.second()));
        assertThat(parts.stream().mapToDouble(Double::doubleValue).sum() + residual)
                .isCloseTo(
                        attribution.delta(), within(Attribution.TOLERANCE * Math.max(1, Math.max(magnitude, gross))));
    }

    private static Attribution attributed(World world, PointPair pair) {
        var result = attribute(world, pair, AttributionMethod.SHAPLEY);
        assertThat(result).isInstanceOf(AttributionResult.Attributed.class);
        return ((AttributionResult.Attributed) result).attribution();
    }

    private static AttributionResult attribute(World world, PointPair pair, AttributionMethod method) {
        return new Attributor(world.graph(), method, 1)
                .attribute(pair.root(), world.evaluation().points(pair));
    }

    private static PointPair pair(
            String root, String first, String firstScenario, String second, String secondScenario) {
        return new PointPair(
                code(root),
                new Point(period(first), firstScenario, List.of()),
                new Point(period(second), secondScenario, List.of()));
    }

    private static KpiCode code(String code) {
        return new KpiCode(code);
    }
}
