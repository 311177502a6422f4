package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.KRW;
import static com.planitai.kpi.engine.Kpis.PERCENT;
import static com.planitai.kpi.engine.Kpis.build;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static com.planitai.kpi.engine.evaluation.World.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.ModelFault;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.Grain;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The functions that look at more than the present period and line. */
class WindowTest {
    private static final double EXACT = 1e-12;

    @Test
    void rollsOverPeriodsOfItsOwnGrainAndTakesTheLastOfAQuarter() {
        var world = new World(
                        input("orders", COUNT),
                        formula("three", COUNT, "rolling_sum(orders, 3)"),
                        formula("mean", COUNT, "rolling_avg(orders, 3)"))
                .put("orders", "2025-12", 1)
                .put("orders", "2026-01", 2)
                .put("orders", "2026-03", 8);
        assertThat(values(world, "three", "2025-12", "2026-06")).containsExactly(1.0, 3.0, 3.0, 10.0, 8.0, 8.0, null);
        assertThat(values(world, "mean", "2025-12", "2026-03")).containsExactly(1.0, 1.5, 1.5, 5.0);
        assertThat(value(world.cell("three", "2026-Q1"))).isEqualTo(10);
        assertThat(world.cell("three", "2026-01").completeness()).isEqualTo(2 / 3.0);
        assertReason(world.cell("three", "2026-06"), MissingReason.Code.NO_VALUE, "orders");
    }

    @Test
    void comparesWithTheSameLabelAYearEarlier() {
        var world = new World(
                        input("orders", COUNT),
                        formula("growth", PERCENT, "orders / same_period_last_year(orders) - 1"),
                        input("calls", COUNT).grain(Grain.WEEK),
                        formula("before", COUNT, "same_period_last_year(calls)").grain(Grain.WEEK),
                        input("visits", COUNT).grain(Grain.DAY),
                        formula("past", COUNT, "same_period_last_year(visits)").grain(Grain.DAY))
                .put("orders", "2025-03", 100)
                .put("orders", "2026-03", 150)
                .put("calls", "2025-W10", 7)
                .put("visits", "2027-02-28", 5)
                .put("visits", "2027-03-01", 6);
        assertThat(value(world.cell("growth", "2026-03"))).isCloseTo(.5, within(EXACT));
        assertThat(value(world.cell("growth", "2026-Q1"))).isCloseTo(.5, within(EXACT));
        assertThat(value(world.cell("before", "2026-W10"))).isEqualTo(7);
        assertReason(world.cell("before", "2026-W53"), MissingReason.Code.NO_SUCH_PERIOD, "calls");
        assertThat(value(world.cell("past", "2028-02-28"))).isEqualTo(5);
        assertReason(world.cell("past", "2028-02-29"), MissingReason.Code.NO_SUCH_PERIOD, "visits");
        assertThat(value(world.cell("past", "2028-03-01"))).isEqualTo(6);
    }

    @Test
    void sumsFlowsToDateTakesStocksAsTheyStandAndNeverAddsRatiosUp() {
        var world = new World(
                        input("orders", COUNT),
                        input("visits", COUNT),
                        input("heads", COUNT).rollup(Rollup.LAST),
                        formula("rate", PERCENT, "orders / visits"),
                        formula("orders_ytd", COUNT, "to_date(orders, YEAR)"),
                        formula("orders_qtd", COUNT, "to_date(orders, QUARTER)"),
                        formula("heads_ytd", COUNT, "to_date(heads, YEAR)"),
                        formula("rate_ytd", PERCENT, "to_date(rate, YEAR)"))
                .put("orders", "2025-12", 1000)
                .put("orders", "2026-01", 10)
                .put("orders", "2026-02", 20)
                .put("orders", "2026-04", 40)
                .put("visits", "2026-01", 100)
                .put("visits", "2026-02", 400)
                .put("heads", "2026-01", 5)
                .put("heads", "2026-02", 6);
        assertThat(values(world, "orders_ytd", "2026-01", "2026-04")).containsExactly(10.0, 30.0, 30.0, 70.0);
        assertThat(values(world, "orders_qtd", "2026-02", "2026-04")).containsExactly(30.0, 30.0, 40.0);
        assertThat(values(world, "heads_ytd", "2026-01", "2026-02")).containsExactly(5.0, 6.0);
        assertThat(value(world.cell("rate_ytd", "2026-02"))).isCloseTo(30 / 500.0, within(EXACT));
        assertThat(value(world.cell("orders_ytd", "2026-Q1"))).isEqualTo(30);
        assertThat(world.cell("orders_ytd", "2026-03").completeness()).isEqualTo(2 / 3.0);
    }

    @Test
    void sumsDaysUpToTheEndOfEachMonthOfTheYear() {
        var world = new World(
                        input("visits", COUNT).grain(Grain.DAY), formula("visits_ytd", COUNT, "to_date(visits, YEAR)"))
                .put("visits", "2025-12-31", 100)
                .put("visits", "2026-01-01", 1)
                .put("visits", "2026-01-31", 2)
                .put("visits", "2026-02-01", 4);
        assertThat(values(world, "visits_ytd", "2026-01", "2026-02")).containsExactly(3.0, 7.0);
    }

    @Test
    void takesTheShareOfAllMembersWhateverIsFiltered() {
        var world = new World(
                        input("orders", COUNT).by("region"),
                        formula("share", PERCENT, "share_of(orders, region)").rollup(Rollup.RECOMPUTE))
                .put("orders", "2026-01", 10, "region:kr")
                .put("orders", "2026-01", 30, "region:jp")
                .put("orders", "2026-02", 5, "region:jp");
        assertThat(value(world.cell("share", "2026-01", only("region", "kr")))).isCloseTo(.25, within(EXACT));
        assertThat(value(world.cell("share", "2026-Q1", only("region", "kr")))).isCloseTo(10 / 45.0, within(EXACT));
        assertThat(value(world.cell("share", "2026-01"))).isEqualTo(1);
        var lines = world.series("share", "2026-01", "2026-02", "actual", List.of("region"))
                .lines();
        assertThat(lines)
                .extracting(line -> line.members() + " "
                        + line.cells().stream().map(Cell::value).toList())
                .containsExactly("{region=jp} [0.75, 1.0]", "{region=kr} [0.25, null]");
        assertReason(world.cell("share", "2026-02", only("region", "kr")), MissingReason.Code.NO_VALUE, "orders");
    }

    @Test
    void keepsOtherFiltersInTheWholeOfAShare() {
        var world = new World(
                        input("orders", COUNT).by("region", "device"),
                        formula("share", PERCENT, "share_of(orders, region)"))
                .put("orders", "2026-01", 10, "region:kr", "device:phone")
                .put("orders", "2026-01", 20, "region:jp", "device:phone")
                .put("orders", "2026-01", 70, "region:jp", "device:desk");
        assertThat(value(world.cell("share", "2026-01", only("region", "kr")))).isCloseTo(.1, within(EXACT));
        assertThat(value(world.cell("share", "2026-01", only("region", "kr"), only("device", "phone"))))
                .isCloseTo(1 / 3.0, within(EXACT));
    }

    @Test
    void refusesToRecomputeWhatCountsPeriodsOfItsOwnGrain() {
        assertThat(codes(build(
                        input("a", KRW), formula("b", KRW, "rolling_sum(a, 3)").rollup(Rollup.RECOMPUTE))))
                .containsExactly("WINDOWS_NOT_RECOMPUTED");
        assertThat(codes(build(
                        input("a", KRW).grain(Grain.QUARTER),
                        formula("b", KRW, "to_date(a, MONTH)").grain(Grain.QUARTER))))
                .containsExactly("TO_DATE_TOO_FINE");
    }

    private static List<String> codes(GraphResult result) {
        return ((GraphResult.Refused) result)
                .faults().stream().map(ModelFault::code).toList();
    }

    private static List<Double> values(World world, String kpi, String from, String to) {
        return world.cells(kpi, from, to).stream().map(Cell::value).toList();
    }

    private static double value(Cell cell) {
        return Objects.requireNonNull(cell.value(), () -> "missing: " + cell.reason());
    }

    private static void assertReason(Cell cell, MissingReason.Code code, String... inputs) {
        var reason = Objects.requireNonNull(cell.reason());
        assertThat(reason.code()).isEqualTo(code);
        assertThat(reason.inputs()).extracting(KpiCode::value).containsExactly(inputs);
    }
}
