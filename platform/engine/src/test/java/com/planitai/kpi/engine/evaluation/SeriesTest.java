package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.KRW;
import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.PERCENT;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static com.planitai.kpi.engine.evaluation.World.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.Missing;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.Grain;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesTest {
    private static final double EXACT = 1e-10;

    @Test
    void rollsSegmentsUpBeforeDividing() {
        var world = new World(
                        input("won", COUNT).by("segment"),
                        input("offers", COUNT).by("segment"),
                        formula("rate", PERCENT, "won / offers"))
                .put("won", "2026-01", 80, "segment:a")
                .put("offers", "2026-01", 100, "segment:a")
                .put("won", "2026-01", 10, "segment:b")
                .put("offers", "2026-01", 100, "segment:b")
                .put("won", "2026-02", 41, "segment:a")
                .put("offers", "2026-02", 50, "segment:a")
                .put("won", "2026-02", 18, "segment:b")
                .put("offers", "2026-02", 150, "segment:b");
        assertThat(value(world.cell("rate", "2026-01"))).isCloseTo(.45, within(EXACT));
        assertThat(value(world.cell("rate", "2026-02"))).isCloseTo(.295, within(EXACT));
        assertThat(value(world.cell("rate", "2026-02", only("segment", "b")))).isCloseTo(.12, within(EXACT));
    }

    @Test
    void neverAveragesRatios() {
        var world = new World(input("won", COUNT), input("offers", COUNT), formula("rate", PERCENT, "won / offers"))
                .put("won", "2026-01", 2)
                .put("offers", "2026-01", 10)
                .put("won", "2026-02", 30)
                .put("offers", "2026-02", 1000);
        var quarter = world.cell("rate", "2026-Q1");
        assertThat(value(quarter)).isCloseTo(.0316831683, within(EXACT));
        assertThat(quarter.completeness()).isCloseTo(4 / 6.0, within(EXACT));
        assertThat(quarter.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SUM, 6800", "RECOMPUTE, 6600"})
    void takesAQuartersRevenueAsTheSumOfItsMonths(Rollup rollup, double expected) {
        var world = new World(
                        input("orders", COUNT),
                        input("price", KRW).rollup(Rollup.AVERAGE),
                        formula("revenue", KRW, "orders * price").rollup(rollup))
                .put("orders", "2026-01", 10)
                .put("price", "2026-01", 100)
                .put("orders", "2026-02", 20)
                .put("price", "2026-02", 110)
                .put("orders", "2026-03", 30)
                .put("price", "2026-03", 120);
        assertThat(value(world.cell("revenue", "2026-Q1"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"SUM, 30", "AVERAGE, 15", "MIN, 10", "MAX, 20", "FIRST, 10", "LAST_NON_EMPTY, 20", "LAST,"})
    void rollsInputsUpOverTime(Rollup rollup, Double expected) {
        var world = new World(input("stock", COUNT).rollup(rollup))
                .put("stock", "2026-01", 10)
                .put("stock", "2026-02", 20);
        assertThat(world.cell("stock", "2026-Q1").value()).isEqualTo(expected);
    }

    @Test
    void sumsAStockOverMembersAndTakesTheLastOverTime() {
        var world = new World(input("heads", COUNT).by("team").rollup(Rollup.LAST))
                .put("heads", "2026-02", 5, "team:a")
                .put("heads", "2026-03", 6, "team:a")
                .put("heads", "2026-03", 3, "team:b");
        assertThat(value(world.cell("heads", "2026-Q1"))).isEqualTo(9);
    }

    @Test
    void assignsWeeksByTheirThursdayAndSaysSo() {
        var world = new World(input("calls", COUNT).grain(Grain.WEEK))
                .put("calls", "2026-W53", 7)
                .put("calls", "2026-W01", 1);
        var series = world.series("calls", "2026-12", "2026-12", "actual", List.of());
        assertThat(series.lines().getFirst().cells().getFirst().value()).isEqualTo(7);
        assertThat(series.warnings()).extracting(Warning::code).containsExactly(Warning.Code.WEEKS_BY_THURSDAY);
    }

    @Test
    void carriesForwardNoFurtherThanItsLimit() {
        var world = new World(input("rate", COUNT).missing(Missing.carryForward(2))).put("rate", "2026-01", 5);
        assertThat(values(world, "rate", "2026-01", "2026-04")).containsExactly(5.0, 5.0, 5.0, null);
        assertThat(world.cell("rate", "2026-02").completeness()).isZero();
    }

    @Test
    void fillsWithZeroOnlyWhatHasBegun() {
        var world = new World(input("accidents", COUNT).missing(Missing.ZERO)).put("accidents", "2026-10", 2);
        assertThat(values(world, "accidents", "2026-09", "2027-01")).containsExactly(0.0, 2.0, 0.0, 0.0, null);
    }

    @Test
    void namesTheInputsThatCausedAMissingValue() {
        var world = new World(
                        input("a", COUNT),
                        input("b", COUNT),
                        formula("difference", COUNT, "a - b"),
                        formula("ratio", NUMBER, "a / difference"))
                .put("a", "2026-01", 3)
                .put("b", "2026-01", 3)
                .put("a", "2026-02", 3);
        assertReason(world.cell("ratio", "2026-01"), MissingReason.Code.DIVISION_BY_ZERO, "a", "b");
        assertReason(world.cell("ratio", "2026-02"), MissingReason.Code.NO_VALUE, "b");
        assertReason(world.cell("ratio", "2026-03"), MissingReason.Code.NO_VALUE, "a", "b");
    }

    @Test
    void turnsWhatIsNoNumberIntoAMissingValue() {
        var world = new World(
                        input("a", NUMBER), formula("root", NUMBER, "sqrt(a)"), formula("huge", NUMBER, "exp(a * a)"))
                .put("a", "2026-01", -100);
        assertReason(world.cell("root", "2026-01"), MissingReason.Code.NOT_A_NUMBER, "a");
        assertReason(world.cell("huge", "2026-01"), MissingReason.Code.NOT_A_NUMBER, "a");
    }

    @ParameterizedTest
    @CsvSource({
        "a > 0 or b > 0, 1",
        "a < 0 and b > 0, 0",
        "a > 0 and b > 0,",
        "not (b > 0),",
        "'if(a > 0, 5, b)', 5",
        "'if(b > 0, 5, 6)',",
        "'coalesce(b, a, 9)', 4",
        "'min(a, b)',",
        "'max(a, 7, -1)', 7",
        "-a ^ 2, -16",
        "2 ^ 3 ^ 2, 512",
        "a - 1 - 1, 2",
        "round(2.5) - round(-2.5), 6",
        "floor(-0.5) + ceil(0.5) + abs(-a), 4",
        "a = 4, 1",
        "a <> 4, 0",
        "ln(exp(a)), 4"
    })
    void computesByThreeValuedRules(String formula, Double expected) {
        var world = new World(input("a", NUMBER), input("b", NUMBER), formula("result", NUMBER, formula))
                .put("a", "2026-01", 4);
        assertThat(world.cell("result", "2026-01").value()).isEqualTo(expected);
    }

    @Test
    void looksBackBeyondTheRangeInPeriodsOfTheRequestedGrain() {
        var world = new World(
                        input("mrr", KRW),
                        formula("growth", PERCENT, "(mrr - prev(mrr)) / prev(mrr)"),
                        formula("before", PERCENT, "prev(growth)"))
                .put("mrr", "2025-11", 100)
                .put("mrr", "2025-12", 110)
                .put("mrr", "2026-02", 300);
        assertThat(value(world.cell("before", "2026-01"))).isCloseTo(.1, within(EXACT));
        assertThat(value(world.cell("growth", "2026-Q1"))).isCloseTo(300 / 210.0 - 1, within(EXACT));
        assertReason(world.cell("growth", "2026-01"), MissingReason.Code.NO_VALUE, "mrr");
        assertThat(world.cell("growth", "2026-01").completeness()).isEqualTo(.5);
    }

    @Test
    void usesEachFormulaInThePeriodsInWhichItHolds() {
        var world = new World(
                        input("orders", COUNT),
                        input("returns", COUNT),
                        formula("net", COUNT, "orders").since("2026-02", "orders - returns"),
                        formula("change", COUNT, "net - prev(net)"))
                .put("orders", "2026-01", 10)
                .put("orders", "2026-02", 20)
                .put("returns", "2026-02", 5)
                .put("orders", "2026-03", 30);
        assertThat(values(world, "net", "2026-01", "2026-03")).containsExactly(10.0, 15.0, null);
        assertThat(value(world.cell("change", "2026-02"))).isEqualTo(5);
        assertThat(value(world.cell("net", "2026-Q1"))).isEqualTo(55);
        assertReason(world.cell("net", "2026-03"), MissingReason.Code.NO_VALUE, "returns");
        assertThat(world.cell("net", "2026-01").completeness()).isEqualTo(1);
        assertThat(world.cell("net", "2026-03").completeness()).isEqualTo(.5);
    }

    @Test
    void groupsWithoutATotalLine() {
        var world = regional();
        var series = world.series("rate", "2026-01", "2026-01", "actual", List.of("region"));
        assertThat(series.lines())
                .extracting(
                        line -> line.members() + "=" + line.cells().getFirst().value())
                .containsExactly("{region=jp}=0.5", "{region=kr}=0.1");
    }

    @Test
    void joinsFiltersByAndAndMembersByOr() {
        var world = regional();
        assertThat(value(world.cell("orders", "2026-01", only("region", "kr", "jp"))))
                .isEqualTo(15);
        assertThat(value(world.cell("orders", "2026-01", only("region", "kr")))).isEqualTo(10);
        assertThat(value(world.cell("visits", "2026-01", only("region", "kr"), only("device", "phone"))))
                .isEqualTo(60);
        assertThat(world.cell("orders", "2026-01", only("region", "kr"), only("region", "jp"))
                        .isMissing())
                .isTrue();
    }

    @Test
    void refusesDimensionsThatTheKpiDoesNotCarry() {
        var world = regional();
        assertThat(world.result("rate", "2026-01", "2026-01", "actual", List.of("device")))
                .isEqualTo(new SeriesResult.DimensionNotCarried("device"));
        assertThat(world.result("rate", "2026-01", "2026-01", "actual", List.of(), only("device", "phone")))
                .isEqualTo(new SeriesResult.DimensionNotCarried("device"));
    }

    @Test
    void refusesPeriodsFinerThanTheKpisGrain() {
        assertThat(regional().result("rate", "2026-W01", "2026-W02", "actual", List.of()))
                .isEqualTo(new SeriesResult.FinerThanGrain(Grain.MONTH));
    }

    @Test
    void rollsAFormulaUpOverMembersAsDeclared() {
        var world = new World(
                        input("orders", COUNT).by("region"),
                        input("price", KRW).by("region"),
                        formula("revenue", KRW, "orders * price"))
                .put("orders", "2026-01", 10, "region:kr")
                .put("price", "2026-01", 5, "region:kr")
                .put("orders", "2026-01", 2, "region:jp")
                .put("price", "2026-01", 100, "region:jp");
        assertThat(value(world.cell("revenue", "2026-01"))).isEqualTo(250);
        assertThat(value(world.cell("revenue", "2026-Q1"))).isEqualTo(250);
        assertThat(value(world.cell("revenue", "2026-01", only("region", "jp"))))
                .isEqualTo(200);
    }

    @Test
    void warnsWhenTheSidesOfAQuotientCoverDifferentCells() {
        var world = new World(
                        input("orders", COUNT), input("visits", COUNT), formula("rate", PERCENT, "orders / visits"))
                .put("orders", "2026-01", 1)
                .put("visits", "2026-01", 10)
                .put("orders", "2026-02", 1)
                .put("visits", "2026-03", 10);
        var quarter = world.cell("rate", "2026-Q1");
        assertThat(quarter.warnings()).extracting(Warning::code).containsExactly(Warning.Code.UNEQUAL_COVERAGE);
        assertThat(quarter.warnings().getFirst().arguments())
                .isEqualTo(Map.of("kpi", "rate", "numerator", "orders", "denominator", "visits"));
        assertThat(world.cell("rate", "2026-01").warnings()).isEmpty();
    }

    @Test
    void prefersSetValuesInPlansAndShowsTheGap() {
        var world = new World(
                        input("orders", COUNT), input("visits", COUNT), formula("rate", PERCENT, "orders / visits"))
                .plan("orders", "2026-01", 10)
                .plan("visits", "2026-01", 100)
                .plan("rate", "2026-01", .2);
        var cell = world.cellOf("plan", "rate", "2026-01");
        assertThat(cell.value()).isEqualTo(.2);
        assertThat(cell.origin()).isEqualTo(Origin.SET);
        assertThat(cell.computed()).isEqualTo(.1);
        assertThat(cell.completeness()).isEqualTo(1);
    }

    @Test
    void ignoresSetValuesOfFormulasInActual() {
        var world = new World(input("orders", COUNT), formula("twice", COUNT, "2 * orders"))
                .put("orders", "2026-01", 10)
                .put("twice", "2026-01", 999);
        var cell = world.cell("twice", "2026-01");
        assertThat(cell.value()).isEqualTo(20);
        assertThat(cell.origin()).isEqualTo(Origin.COMPUTED);
    }

    @Test
    void rollsSetTargetsOfASumUpAndLeavesDifferingRatesAlone() {
        var world = new World(
                input("a", COUNT),
                input("b", COUNT),
                formula("total", COUNT, "a + b"),
                formula("rate", PERCENT, "a / b"),
                formula("share", PERCENT, "a / b"));
        for (var month : List.of("2026-01", "2026-02", "2026-03")) {
            world.plan("total", month, 100).plan("rate", month, .05);
        }
        world.plan("share", "2026-01", .1).plan("share", "2026-02", .2);
        var total = world.cellOf("plan", "total", "2026-Q1");
        assertThat(total.value()).isEqualTo(300);
        assertThat(total.origin()).isEqualTo(Origin.SET);
        assertThat(world.cellOf("plan", "rate", "2026-Q1").value()).isEqualTo(.05);
        var share = world.cellOf("plan", "share", "2026-Q1");
        assertThat(share.isMissing()).isTrue();
        assertThat(share.warnings()).extracting(Warning::code).containsExactly(Warning.Code.SET_VALUES_NOT_ROLLED_UP);
    }

    @Test
    void letsATotalThatWasPlannedWinOverItsParts() {
        var world = new World(input("orders", COUNT).by("region"))
                .plan("orders", "2026-01", 100)
                .plan("orders", "2026-01", 30, "region:kr")
                .plan("orders", "2026-02", 40, "region:kr");
        assertThat(world.cellOf("plan", "orders", "2026-01").value()).isEqualTo(100);
        assertThat(world.cellOf("plan", "orders", "2026-02").value()).isEqualTo(40);
        assertThat(world.cellOf("plan", "orders", "2026-01", only("region", "kr"))
                        .value())
                .isEqualTo(30);
    }

    @Test
    void marksTheCurrentPeriodAsPartial() {
        var series = regional().series("orders", "2026-11", "2027-01", "actual", List.of());
        assertThat(series.partial()).containsExactly(World.period("2026-12"));
    }

    private static World regional() {
        return new World(
                        input("orders", COUNT).by("region"),
                        input("visits", COUNT).by("region", "device"),
                        formula("rate", PERCENT, "orders / visits"))
                .put("orders", "2026-01", 10, "region:kr")
                .put("orders", "2026-01", 5, "region:jp")
                .put("visits", "2026-01", 60, "region:kr", "device:phone")
                .put("visits", "2026-01", 40, "region:kr", "device:desk")
                .put("visits", "2026-01", 10, "region:jp", "device:desk");
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
