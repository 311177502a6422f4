package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.PERCENT;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static com.planitai.kpi.engine.evaluation.World.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.model.Direction;
import com.planitai.kpi.engine.model.Rollup;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** On 15 December 2026, a Tuesday. */
class ToDateComparisonTest {
    @Test
    void proratesThePlanOfAFlowOverTheDaysSoFar() {
        var plan = comparison(orders().put("orders", "2026-12", 50).plan("orders", "2026-12", 62), "orders", "2026-12");
        var toDate = Objects.requireNonNull(plan.toDate());

        assertThat(plan.value()).isEqualTo(62);
        assertThat(plan.status()).isEqualTo(Status.OFF_TRACK);
        assertThat(toDate.value()).isCloseTo(30, within(1e-9));
        assertThat(toDate.delta()).isCloseTo(20, within(1e-9));
        assertThat(toDate.attainment()).isCloseTo(50 / 30.0, within(1e-9));
        assertThat(toDate.status()).isEqualTo(Status.ON_TRACK);
        assertThat(toDate.toDate()).isNull();
    }

    @Test
    void proratesWhatAddsUpAsItsReferencesDo() {
        var world = new World(
                        input("orders", COUNT), input("returns", COUNT), formula("net", COUNT, "orders - returns"))
                .put("orders", "2026-12", 50)
                .put("returns", "2026-12", 10)
                .plan("net", "2026-12", 62);

        assertThat(Objects.requireNonNull(comparison(world, "net", "2026-12").toDate())
                        .value())
                .isCloseTo(30, within(1e-9));
    }

    @Test
    void leavesStocksRatiosAndFinishedPeriodsAlone() {
        var stock = new World(input("stock", COUNT).rollup(Rollup.LAST))
                .put("stock", "2026-12", 5)
                .plan("stock", "2026-12", 6);
        var ratio = new World(input("rate", PERCENT).rollup(Rollup.AVERAGE))
                .put("rate", "2026-12", .5)
                .plan("rate", "2026-12", .6);

        assertThat(comparison(stock, "stock", "2026-12").toDate()).isNull();
        assertThat(comparison(ratio, "rate", "2026-12").toDate()).isNull();
        assertThat(comparison(orders().put("orders", "2026-11", 5).plan("orders", "2026-11", 6), "orders", "2026-11")
                        .toDate())
                .isNull();
    }

    @Test
    void leavesEarlierPeriodsAlone() {
        var tree =
                orders().put("orders", "2026-12", 5).put("orders", "2026-11", 6).tree("orders", "2026-12", "previous");

        assertThat(Objects.requireNonNull(node(tree, "orders").comparisons().get("previous"))
                        .toDate())
                .isNull();
    }

    @Test
    void proratesTheBandOfARange() {
        var world = new World(input("orders", COUNT).direction(Direction.range(62, 124)))
                .put("orders", "2026-12", 45)
                .plan("orders", "2026-12", 80);
        var plan = comparison(world, "orders", "2026-12");

        assertThat(plan.attainment()).isLessThan(1);
        assertThat(Objects.requireNonNull(plan.toDate()).attainment()).isEqualTo(1);
    }

    private static World orders() {
        return new World(input("orders", COUNT));
    }

    private static Comparison comparison(World world, String kpi, String period) {
        return Objects.requireNonNull(
                node(world.tree(kpi, period, "plan"), kpi).comparisons().get("plan"));
    }
}
