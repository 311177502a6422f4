package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.KRW;
import static com.planitai.kpi.engine.Kpis.PERCENT;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static com.planitai.kpi.engine.evaluation.World.only;
import static com.planitai.kpi.engine.evaluation.World.period;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.attribution.TwoPointFormula;
import com.planitai.kpi.engine.attribution.TwoPointTree;
import com.planitai.kpi.engine.evaluation.PointPair.Point;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.Grain;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointsTest {
    private static final double EXACT = 1e-9;

    @Test
    void mixesDriversOfTwoMonths() {
        var points = points(shop(), "revenue", "2026-01", "2026-02");
        assertThat(points.value(code("revenue"), false)).isEqualTo(1_000);
        assertThat(points.value(code("revenue"), true)).isEqualTo(2_400);
        var formula = points.formula(code("revenue"));
        assertThat(formula.drivers()).containsExactly(code("orders"), code("price"));
        assertThat(formula.value(new boolean[] {true, false})).isEqualTo(2_000);
        assertThat(formula.value(new boolean[] {false, true})).isEqualTo(1_200);
    }

    @Test
    void addsTheCellsOfAQuarterUpAsTheKpiItselfDoes() {
        var points = points(shop(), "revenue", "2026-Q1", "2026-Q2");
        var formula = points.formula(code("revenue"));
        assertThat(both(formula, false))
                .isEqualTo(points.value(code("revenue"), false))
                .isEqualTo(3_400);
        assertThat(both(formula, true))
                .isEqualTo(points.value(code("revenue"), true))
                .isEqualTo(80);
        assertThat(formula.value(new boolean[] {true, false})).isEqualTo(460);
    }

    @Test
    void mixesAllAtOnceAsOneByOne() {
        for (var pair : List.of(List.of("2026-01", "2026-02"), List.of("2026-Q1", "2026-Q2"))) {
            var formula =
                    points(shop(), "revenue", pair.getFirst(), pair.getLast()).formula(code("revenue"));
            assertThat(formula.values())
                    .containsExactly(
                            both(formula, false),
                            formula.value(new boolean[] {true, false}),
                            formula.value(new boolean[] {false, true}),
                            both(formula, true));
        }
    }

    @Test
    void comesBackToItsOwnValueWhereMonthsHaveUnequalDays() {
        for (var rollup : List.of(Rollup.SUM, Rollup.LAST, Rollup.AVERAGE)) {
            var world = new World(
                    input("orders", COUNT).grain(Grain.DAY),
                    input("price", KRW).grain(Grain.DAY).rollup(Rollup.LAST),
                    formula("revenue", KRW, "orders * price").grain(Grain.DAY).rollup(rollup));
            for (var day = 1; day <= 31; day++) {
                world.put("orders", "2026-01-%02d".formatted(day), day).put("price", "2026-01-%02d".formatted(day), 2);
                if (day <= 28) {
                    world.put("orders", "2026-02-%02d".formatted(day), 3)
                            .put("price", "2026-02-%02d".formatted(day), 5);
                }
            }
            var points = points(world, "revenue", "2026-01", "2026-02");
            var formula = points.formula(code("revenue"));
            assertThat(both(formula, false)).isCloseTo(points.value(code("revenue"), false), within(EXACT));
            assertThat(both(formula, true)).isCloseTo(points.value(code("revenue"), true), within(EXACT));
            assertThat(formula.value(new boolean[] {true, false})).isFinite();
        }
    }

    @Test
    void matchesMembersThatOnlyOnePointHas() {
        var world = new World(
                        input("orders", COUNT).by("region"),
                        input("price", KRW).by("region").memberRollup(Rollup.AVERAGE),
                        formula("revenue", KRW, "orders * price"))
                .put("orders", "2026-01", 10, "region:kr")
                .put("price", "2026-01", 2, "region:kr")
                .put("orders", "2026-02", 10, "region:kr")
                .put("price", "2026-02", 2, "region:kr")
                .put("orders", "2026-02", 5, "region:jp")
                .put("price", "2026-02", 4, "region:jp");
        var points = points(world, "revenue", "2026-01", "2026-02");
        assertThat(both(points.formula(code("revenue")), false)).isEqualTo(20);
        assertThat(both(points.formula(code("revenue")), true)).isEqualTo(40);
    }

    @Test
    void comparesMembersAndScenarios() {
        var world = new World(input("orders", COUNT).by("region"), formula("twice", COUNT, "2 * orders"))
                .put("orders", "2026-01", 10, "region:kr")
                .put("orders", "2026-01", 4, "region:jp")
                .plan("orders", "2026-01", 20, "region:kr")
                .plan("twice", "2026-01", 50);
        var month = period("2026-01");
        var members = world.evaluation()
                .points(new PointPair(
                        code("twice"),
                        new Point(month, "actual", List.of(only("region", "jp"))),
                        new Point(month, "actual", List.of(only("region", "kr")))));
        assertThat(both(members.formula(code("twice")), false)).isEqualTo(8);
        assertThat(both(members.formula(code("twice")), true)).isEqualTo(20);
        var plan = world.evaluation()
                .points(new PointPair(
                        code("twice"), new Point(month, "plan", List.of()), new Point(month, "actual", List.of())));
        assertThat(plan.value(code("twice"), false)).isEqualTo(50);
        assertThat(both(plan.formula(code("twice")), false)).isEqualTo(40);
    }

    @Test
    void scalesTheCellsOfOneDriverToAValue() {
        var points = points(shop(), "revenue", "2026-01", "2026-02");
        var formula = points.formula(code("revenue"));
        assertThat(formula.valueWith(new boolean[] {true, true}, 0, 30)).isCloseTo(30 * 120, within(EXACT));
        var quarter = points(shop(), "revenue", "2026-Q1", "2026-Q2").formula(code("revenue"));
        assertThat(quarter.valueWith(new boolean[] {false, false}, 0, 60)).isCloseTo(2 * 3_400, within(EXACT));
    }

    @Test
    void looksBackFromEachPoint() {
        var world = new World(input("mrr", KRW), formula("growth", PERCENT, "mrr / prev(mrr) - 1"))
                .put("mrr", "2025-12", 100)
                .put("mrr", "2026-01", 110)
                .put("mrr", "2026-02", 132);
        var points = points(world, "growth", "2026-01", "2026-02");
        assertThat(both(points.formula(code("growth")), false)).isCloseTo(.1, within(EXACT));
        assertThat(both(points.formula(code("growth")), true)).isCloseTo(.2, within(EXACT));
    }

    @Test
    void showsAChangedFormulaAsWhatDriversDoNotExplain() {
        var world = new World(
                        input("orders", COUNT), formula("net", COUNT, "orders").since("2026-02", "orders * 2"))
                .put("orders", "2026-01", 10)
                .put("orders", "2026-02", 10);
        var points = points(world, "net", "2026-01", "2026-02");
        assertThat(points.value(code("net"), false)).isEqualTo(10);
        assertThat(both(points.formula(code("net")), false)).isEqualTo(20);
    }

    private static double both(TwoPointFormula formula, boolean atSecond) {
        var at = new boolean[formula.drivers().size()];
        Arrays.fill(at, atSecond);
        return formula.value(at);
    }

    /** Orders 10, 20 at prices 100, 120 and 0 in March; 1, 1, 2 at 20 in the second quarter. */
    private static World shop() {
        return new World(
                        input("orders", COUNT),
                        input("price", KRW).rollup(Rollup.AVERAGE),
                        formula("revenue", KRW, "orders * price").rollup(Rollup.SUM))
                .put("orders", "2026-01", 10)
                .put("price", "2026-01", 100)
                .put("orders", "2026-02", 20)
                .put("price", "2026-02", 120)
                .put("orders", "2026-03", 0)
                .put("price", "2026-03", 120)
                .put("orders", "2026-04", 1)
                .put("price", "2026-04", 20)
                .put("orders", "2026-05", 1)
                .put("price", "2026-05", 20)
                .put("orders", "2026-06", 2)
                .put("price", "2026-06", 20);
    }

    private static TwoPointTree points(World world, String root, String first, String second) {
        return world.evaluation()
                .points(new PointPair(
                        code(root),
                        new Point(period(first), "actual", List.of()),
                        new Point(period(second), "actual", List.of())));
    }

    private static KpiCode code(String value) {
        return new KpiCode(value);
    }
}
