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

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.simulation.Change;
import com.planitai.kpi.engine.simulation.Change.Operation;
import com.planitai.kpi.engine.simulation.GoalSeek;
import com.planitai.kpi.engine.simulation.GoalSeekResult;
import com.planitai.kpi.engine.simulation.Lever;
import com.planitai.kpi.engine.simulation.WhatIf;
import com.planitai.kpi.engine.simulation.WhatIfPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What-if and goal seek over what was really observed. */
class SimulatedWorldTest {
    private static final Offset<Double> TOLERANCE = within(1e-9);

    private final World world = new World(
                    input("orders", COUNT).by("region"),
                    input("visits", COUNT).by("region"),
                    input("price", KRW).rollup(Rollup.AVERAGE),
                    formula("rate", PERCENT, "orders / visits"),
                    formula("revenue", KRW, "visits * rate * price").rollup(Rollup.SUM))
            .put("orders", "2026-01", 30, "region:kr")
            .put("orders", "2026-01", 10, "region:jp")
            .put("visits", "2026-01", 100, "region:kr")
            .put("visits", "2026-01", 100, "region:jp")
            .put("price", "2026-01", 5)
            .put("orders", "2026-02", 20, "region:kr")
            .put("visits", "2026-02", 100, "region:kr")
            .put("price", "2026-02", 6);

    private final Evaluation evaluation = world.evaluation();
    private final WhatIf whatIf =
            new WhatIf(world.graph(), Map.of("region", Set.of("kr", "jp", "us")), Set.of("actual", "plan"));

    @Test
    void setsATotalAndKeepsItsPattern() {
        var changed = changed(change("orders", Operation.SET, 80, "2026-01"));

        assertThat(value(changed, "orders", "2026-01")).isCloseTo(80, TOLERANCE);
        assertThat(value(changed, "orders", "2026-01", only("region", "jp"))).isCloseTo(20, TOLERANCE);
        assertThat(value(changed, "orders", "2026-02")).isEqualTo(20);
        assertThat(value(changed, "rate", "2026-01")).isCloseTo(.4, TOLERANCE);
        assertThat(value(evaluation, "orders", "2026-01")).isEqualTo(40);
    }

    @Test
    void addsToAQuarterInProportionToItsMonths() {
        var changed = changed(change("orders", Operation.ADD, 30, "2026-Q1"));

        assertThat(value(changed, "orders", "2026-Q1")).isCloseTo(90, TOLERANCE);
        assertThat(value(changed, "orders", "2026-01")).isCloseTo(60, TOLERANCE);
    }

    @Test
    void changesOneMemberAlsoOneThatHadNothing() {
        var doubled = changed(change("orders", Operation.MULTIPLY, 2, "2026-01", "region", "jp"));
        assertThat(value(doubled, "orders", "2026-01")).isEqualTo(50);

        var added = changed(change("orders", Operation.SET, 7, "2026-01", "region", "us"));
        assertThat(value(added, "orders", "2026-01")).isEqualTo(47);
        assertThat(value(added, "orders", "2026-01", only("region", "us"))).isEqualTo(7);
    }

    @Test
    void changesAFormulaAndWhatIsAboveIt() {
        var changed = changed(change("rate", Operation.SET, .25, "2026-02"));

        assertThat(value(changed, "rate", "2026-02")).isCloseTo(.25, TOLERANCE);
        assertThat(value(changed, "orders", "2026-02")).isEqualTo(20);
        assertThat(value(changed, "revenue", "2026-02")).isCloseTo(150, TOLERANCE);
    }

    @Test
    void appliesTwoChangesOnTopOfEachOther() {
        var changed = changed(
                change("revenue", Operation.ADD, 100, "2026-01"), change("price", Operation.MULTIPLY, 2, "2026-01"));

        assertThat(value(changed, "revenue", "2026-01")).isCloseTo(500, TOLERANCE);
    }

    @Test
    void findsTheLeverValueThatReachesATarget() {
        var lever = new Lever(
                whatIf, evaluation, "actual", period("2026-Q1"), new KpiCode("revenue"), new KpiCode("orders"));

        assertThat(lever.today()).isEqualTo(60);
        assertThat(lever.applyAsDouble(60)).isCloseTo(320, TOLERANCE);
        assertThat(GoalSeek.seek(lever, 480, lever.today(), 0, 200))
                .isInstanceOfSatisfying(
                        GoalSeekResult.Solved.class,
                        solved -> assertThat(solved.solution()).isCloseTo(90, TOLERANCE));
        assertThat(GoalSeek.seek(lever, 5_000, lever.today(), 0, 200))
                .isInstanceOfSatisfying(
                        GoalSeekResult.NoSolution.class,
                        none -> assertThat(none.reason()).isEqualTo(GoalSeekResult.Reason.OUT_OF_REACH));
    }

    private Evaluation changed(Change... changes) {
        return switch (whatIf.plan("actual", List.of(changes), evaluation)) {
            case WhatIfPlan.Planned planned -> WhatIf.changed(evaluation, planned.rules());
            case WhatIfPlan.Refused refused -> throw new AssertionError(refused.faults());
        };
    }

    private static double value(Evaluation evaluation, String kpi, String period, MemberFilter... where) {
        var asked = period(period);
        return evaluation
                .columns(new ColumnsQuery(List.of(new KpiCode(kpi)), asked, asked, "actual", List.of(where)))
                .getFirst()
                .value(0);
    }

    private static Change change(String kpi, Operation operation, double value, String period, String... members) {
        var combination = new TreeMap<String, String>();
        for (var i = 0; i < members.length; i += 2) {
            combination.put(members[i], members[i + 1]);
        }
        return new Change(new KpiCode(kpi), operation, value, period(period), period(period), combination);
    }
}
