package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.PERCENT;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static com.planitai.kpi.engine.evaluation.World.node;
import static com.planitai.kpi.engine.evaluation.World.only;
import static com.planitai.kpi.engine.evaluation.World.period;
import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.Missing;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestatedTest {
    @Test
    void flagsWhatChangedAfterItsPeriodWasOver() {
        var world = orders().changed("actual", "orders", "2026-01", 1, "2026-02-01")
                .changed("actual", "orders", "2026-02", 2, "2026-02-28")
                .put("orders", "2026-03", 3);

        assertThat(restated(world, "orders", "2026-01", "2026-04")).containsExactly("2026-01");
    }

    @Test
    void flagsALongerPeriodOnlyOnceItIsOver() {
        var early = orders().changed("actual", "orders", "2026-01", 1, "2026-02-10");
        var late = orders().changed("actual", "orders", "2026-01", 1, "2026-04-01");

        assertThat(restated(early, "orders", "2026-Q1", "2026-Q1")).isEmpty();
        assertThat(restated(late, "orders", "2026-Q1", "2026-Q1")).containsExactly("2026-Q1");
        assertThat(restated(late, "orders", "2026", "2026")).isEmpty();
    }

    @Test
    void flagsAFormulaByWhatItReads() {
        var world = new World(
                        input("orders", COUNT),
                        input("visits", COUNT),
                        formula("rate", PERCENT, "orders / visits"),
                        formula("growth", PERCENT, "rate / prev(rate) - 1"))
                .put("visits", "2026-01", 10)
                .put("visits", "2026-02", 10)
                .put("visits", "2026-03", 10)
                .changed("actual", "orders", "2026-01", 1, "2026-03-05")
                .put("orders", "2026-02", 1)
                .put("orders", "2026-03", 1);

        assertThat(restated(world, "visits", "2026-01", "2026-03")).isEmpty();
        assertThat(restated(world, "rate", "2026-01", "2026-03")).containsExactly("2026-01");
        assertThat(restated(world, "growth", "2026-01", "2026-03"))
                .as("the growth of January has no value")
                .containsExactly("2026-02");
    }

    @Test
    void flagsTheLinesThatChanged() {
        var world = new World(input("orders", COUNT).by("region"))
                .put("orders", "2026-01", 1, "region:kr")
                .changed("actual", "orders", "2026-01", 2, "2026-02-01", "region:jp");

        assertThat(world.cell("orders", "2026-01").restated()).isTrue();
        assertThat(world.cell("orders", "2026-01", only("region", "jp")).restated())
                .isTrue();
        assertThat(world.cell("orders", "2026-01", only("region", "kr")).restated())
                .isFalse();
        assertThat(world.series("orders", "2026-01", "2026-01", "actual", List.of("region"))
                        .lines())
                .extracting(line ->
                        line.members().get("region") + line.cells().getFirst().restated())
                .containsExactly("jptrue", "krfalse");
    }

    @Test
    void letsASetValueStandForAllBelowIt() {
        var world = new World(input("orders", COUNT), formula("twice", COUNT, "orders * 2"))
                .changed("plan", "orders", "2026-01", 1, "2026-02-01")
                .changed("plan", "orders", "2026-02", 1, "2026-03-01")
                .plan("twice", "2026-01", 5)
                .changed("plan", "twice", "2026-03", 5, "2026-04-01");

        var cells = world.series("twice", "2026-01", "2026-03", "plan", List.of())
                .lines()
                .getFirst()
                .cells();

        assertThat(cells).extracting(Cell::restated).containsExactly(false, true, true);
    }

    @Test
    void flagsNothingThatWasCarriedForward() {
        var world = new World(input("stock", COUNT).missing(Missing.carryForward(3)))
                .changed("actual", "stock", "2026-01", 1, "2026-02-01");

        assertThat(restated(world, "stock", "2026-01", "2026-03")).containsExactly("2026-01");
    }

    @Test
    void flagsTheNodesOfATree() {
        var tree = new World(input("orders", COUNT), input("visits", COUNT), formula("all", COUNT, "orders + visits"))
                .changed("actual", "orders", "2026-01", 1, "2026-02-01")
                .put("visits", "2026-01", 2)
                .tree("all", "2026-01");

        assertThat(node(tree, "all").cell().restated()).isTrue();
        assertThat(node(tree, "orders").cell().restated()).isTrue();
        assertThat(node(tree, "visits").cell().restated()).isFalse();
    }

    @Test
    void followsPatches() {
        var orders = new KpiCode("orders");
        var none = new TreeMap<String, String>();
        var day = period("2026-02-05").ordinal();
        var january = period("2026-01").ordinal();
        var table = ObservationTable.builder()
                .put(orders, "actual", none, january, 1)
                .put(orders, "actual", none, january + 1, 1)
                .build()
                .patched(List.of(
                        new ObservationTable.Change(orders, "actual", none, january, 2.0).on(day),
                        new ObservationTable.Change(orders, "actual", none, january + 1, 1.0).on(day),
                        new ObservationTable.Change(orders, "actual", none, january - 1, 1.0).on(day),
                        new ObservationTable.Change(orders, "actual", none, january - 2, 1.0, day, day)));
        var column = Objects.requireNonNull(table.scenario("actual")
                .getOrDefault(orders, KpiObservations.NONE)
                .whole());

        assertThat(IntStream.range(0, column.size()).mapToObj(column::changedDay))
                .containsExactly(day, ObservationTable.UNCHANGED, day, ObservationTable.UNCHANGED);
    }

    private static World orders() {
        return new World(input("orders", COUNT));
    }

    private static List<String> restated(World world, String kpi, String from, String to) {
        var cells = world.cells(kpi, from, to);
        return IntStream.range(0, cells.size())
                .filter(i -> cells.get(i).restated())
                .mapToObj(i -> period(from).plus(i).toString())
                .toList();
    }
}
