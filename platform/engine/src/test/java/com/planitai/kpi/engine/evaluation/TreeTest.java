package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.KRW;
import static com.planitai.kpi.engine.Kpis.PERCENT;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static com.planitai.kpi.engine.evaluation.World.node;
import static com.planitai.kpi.engine.evaluation.World.only;
import static com.planitai.kpi.engine.evaluation.World.period;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.model.Direction;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.Grain;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeTest {
    private static World shop() {
        return new World(
                        formula("profit", KRW, "revenue - cost"),
                        formula("revenue", KRW, "orders * price"),
                        formula("cost", KRW, "orders * unit_cost"),
                        input("orders", COUNT).by("region"),
                        input("price", KRW).by("region"),
                        input("unit_cost", KRW).by("region"),
                        input("survey", PERCENT).rollup(Rollup.AVERAGE).grain(Grain.QUARTER),
                        input("visits", COUNT))
                .put("orders", "2026-10", 10, "region:kr")
                .put("price", "2026-10", 5, "region:kr")
                .put("unit_cost", "2026-10", 3, "region:kr")
                .put("orders", "2026-09", 8, "region:kr")
                .put("price", "2026-09", 5, "region:kr")
                .put("unit_cost", "2026-09", 3, "region:kr")
                .plan("profit", "2026-10", 21);
    }

    @Test
    void ordersNodesDepthFirstAndMeasuresTheLongestPath() {
        var tree = shop().tree("profit", "2026-10");
        assertThat(tree.nodes())
                .extracting(node -> node.kpi() + " " + node.depth())
                .containsExactly("profit 0", "revenue 1", "orders 2", "price 2", "cost 1", "unit_cost 2");
        assertThat(node(tree, "orders").parents()).extracting(KpiCode::value).containsExactly("revenue", "cost");
        assertThat(node(tree, "profit").children()).extracting(KpiCode::value).containsExactly("revenue", "cost");
        assertThat(tree.edges()).hasSize(6);
    }

    @Test
    void comparesWithPlanAndEarlierPeriods() {
        var tree = shop().tree("profit", "2026-10", "plan", "previous", "same_period_last_year");
        var comparisons = node(tree, "profit").comparisons();
        assertThat(comparisons.keySet()).containsExactly("plan", "previous", "same_period_last_year");
        assertThat(comparisons.get("plan")).isEqualTo(new Comparison(21.0, -1.0, -1 / 21.0, 20 / 21.0, Status.AT_RISK));
        assertThat(comparisons.get("previous")).isEqualTo(new Comparison(16.0, 4.0, .25, 1.25, null));
        assertThat(comparisons.get("same_period_last_year")).isEqualTo(new Comparison(null, null, null, null, null));
        assertThat(Objects.requireNonNull(node(tree, "orders").comparisons().get("plan"))
                        .status())
                .isEqualTo(Status.NO_TARGET);
    }

    @Test
    void showsInfluencesBesideFormulas() {
        var query = query(
                List.of(influence("revenue", "survey"), influence("visits", "profit"), influence("orders", "visits")));
        var tree = (TreeResult.Tree) shop().evaluation().tree(query);
        assertThat(tree.edges()).contains(new Edge(code("revenue"), code("survey"), Edge.Kind.INFLUENCE));
        assertThat(tree.edges()).contains(new Edge(code("visits"), code("profit"), Edge.Kind.INFLUENCE));
        assertThat(node(tree, "visits").depth()).isEqualTo(3);
        assertThat(node(tree, "profit").depth()).isZero();
        assertThat(node(tree, "survey").cell().reason())
                .isEqualTo(new MissingReason(MissingReason.Code.FINER_THAN_GRAIN, List.of(code("survey"))));
    }

    @Test
    void filtersTheTreeAndSaysWhichInfluenceCannotBe() {
        var filtered = new TreeQuery(
                code("profit"),
                List.of(influence("orders", "visits")),
                period("2026-10"),
                "actual",
                List.of("plan"),
                List.of(only("region", "kr")));
        var tree = (TreeResult.Tree) shop().evaluation().tree(filtered);
        assertThat(node(tree, "profit").cell().value()).isEqualTo(20);
        assertThat(Objects.requireNonNull(node(tree, "visits").cell().reason()).code())
                .isEqualTo(MissingReason.Code.DIMENSION_NOT_CARRIED);
        var refused = new TreeQuery(
                code("profit"), List.of(), period("2026-10"), "actual", List.of(), List.of(only("device", "x")));
        assertThat(shop().evaluation().tree(refused)).isEqualTo(new TreeResult.DimensionNotCarried("device"));
    }

    @Test
    void refusesInfluencesOfUnknownKpis() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shop().evaluation().tree(query(List.of(influence("profit", "unknown")))));
    }

    @Test
    void marksNodesOfTheCurrentPeriodAsPartial() {
        assertThat(node(shop().tree("profit", "2026-12"), "orders").partial()).isTrue();
        assertThat(node(shop().tree("profit", "2026-11"), "orders").partial()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "UP, 90, 100, 0.9, AT_RISK",
        "UP, 100, 100, 1, ON_TRACK",
        "UP, 50, 100, 0.5, OFF_TRACK",
        "UP, -5, 10, -0.5, OFF_TRACK",
        "UP, 5, 0, , NO_TARGET",
        "UP, 5, -1, , NO_TARGET",
        "UP, 5, , , NO_TARGET",
        "UP, , 5, , NO_DATA",
        "DOWN, 50, 100, 2, ON_TRACK",
        "DOWN, 0, 100, 2, ON_TRACK",
        "DOWN, 10, 100, 2, ON_TRACK",
        "DOWN, 125, 100, 0.8, OFF_TRACK",
        "RANGE, 15, 12, 1, ON_TRACK",
        "RANGE, 10, 12, 1, ON_TRACK",
        "RANGE, 21, 12, 0.9, AT_RISK",
        "RANGE, 5, 12, 0.5, OFF_TRACK",
        "RANGE, 99, 12, 0, OFF_TRACK"
    })
    void gradesAttainment(Direction.Kind kind, Double value, Double reference, Double attainment, Status status) {
        var direction = kind == Direction.Kind.RANGE ? Direction.range(10, 20) : new Direction(kind, null, null);
        var kpi = input("k", COUNT).direction(direction).definition();
        var comparison = Comparison.withScenario(kpi, value, reference);
        assertThat(comparison.attainment()).isEqualTo(attainment);
        assertThat(comparison.status()).isEqualTo(status);
        assertThat(Comparison.withPeriod(kpi, value, reference).status()).isNull();
    }

    @Test
    void leavesTheRateOpenWhereTheReferenceIsZero() {
        var comparison = Comparison.withPeriod(input("k", COUNT).definition(), 5.0, 0.0);
        assertThat(comparison.delta()).isEqualTo(5);
        assertThat(comparison.rate()).isNull();
    }

    @Test
    void evaluatesATreeOfFiveThousandLevels() {
        var kpis = new ArrayList<>(List.of(input("k0", COUNT)));
        for (var i = 1; i < 5_000; i++) {
            kpis.add(formula("k" + i, COUNT, "k" + (i - 1) + " + 1"));
        }
        var world = new World(kpis.toArray(Kpis[]::new)).put("k0", "2026-10", 1);
        var tree = world.tree("k4999", "2026-10", "plan", "previous");
        assertThat(node(tree, "k4999").cell().value()).isEqualTo(5_000);
        assertThat(node(tree, "k0").depth()).isEqualTo(4_999);
    }

    private static TreeQuery query(List<Influence> influences) {
        return new TreeQuery(code("profit"), influences, period("2026-10"), "actual", List.of(), List.of());
    }

    private static Influence influence(String from, String to) {
        return new Influence(code(from), code(to), "believed");
    }

    private static KpiCode code(String value) {
        return new KpiCode(value);
    }
}
