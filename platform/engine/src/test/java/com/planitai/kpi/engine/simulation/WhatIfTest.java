package com.planitai.kpi.engine.simulation;

import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.simulation.Change.Operation;
import com.planitai.kpi.engine.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WhatIfTest {
    private final WhatIf whatIf = new WhatIf(
            Kpis.graph(
                    input("orders", NUMBER).by("region").rollup(Rollup.SUM).memberRollup(Rollup.SUM),
                    input("price", NUMBER).rollup(Rollup.AVERAGE).memberRollup(Rollup.AVERAGE),
                    input("peak", NUMBER).by("region").rollup(Rollup.MAX).memberRollup(Rollup.MAX),
                    formula("revenue", NUMBER, "orders * price").rollup(Rollup.SUM)),
            Map.of("region", Set.of("kr", "jp")),
            Set.of("actual", "plan"));

    @Test
    void scalesTheCellsBelowAValueInProportion() {
        assertThat(rules(change("orders", Operation.SET, 150, "2026-10"), 100))
                .containsExactly(scale("orders", "2026-10", 1.5));
        assertThat(rules(change("orders", Operation.ADD, -20, "2026-Q4"), 80))
                .containsExactly(scale("orders", "2026-Q4", 0.75));
        assertThat(rules(change("orders", Operation.MULTIPLY, 2, "2026-10"), Double.NaN))
                .containsExactly(scale("orders", "2026-10", 2));
    }

    @Test
    void replacesASingleCellAlsoWhereItIsMissingOrZero() {
        assertThat(rules(change("price", Operation.SET, 7, "2026-10"), Double.NaN))
                .containsExactly(replace("price", "2026-10", 7));
        assertThat(rules(change("orders", Operation.ADD, 5, "2026-10", "region", "kr"), 0))
                .extracting(CellRule::kind, CellRule::number)
                .containsExactly(tuple(CellRule.Kind.REPLACE, 5.0));
    }

    @Test
    void refusesToShareAValueOutToCellsThatHaveNone() {
        assertFaults(change("orders", Operation.SET, 5, "2026-10"), 0, ChangeFault.Code.NOTHING_TO_SCALE);
        assertFaults(change("orders", Operation.ADD, 5, "2026-10"), Double.NaN, ChangeFault.Code.NOTHING_TO_SCALE);
        assertFaults(change("price", Operation.ADD, 5, "2026-10"), Double.NaN, ChangeFault.Code.NOTHING_TO_SCALE);
        assertFaults(change("peak", Operation.SET, -5, "2026-10"), 5, ChangeFault.Code.NOTHING_TO_SCALE);
    }

    @Test
    void changesNothingWhereTheValueIsAsWantedAlready() {
        assertThat(rules(change("orders", Operation.SET, 0, "2026-10"), 0)).isEmpty();
    }

    @Test
    void appliesToEveryPeriodOfTheRange() {
        for (var operation : Operation.values()) {
            var change = new Change(
                    new KpiCode("orders"), operation, 2, period("2026-10"), period("2026-12"), new TreeMap<>());

            assertThat(rules(change, 1))
                    .extracting(rule -> rule.period().toString())
                    .containsExactly("2026-10", "2026-11", "2026-12");
        }
    }

    @Test
    void startsFromWhatTheChangesBelowHaveMade() {
        var changes = List.of(
                change("revenue", Operation.ADD, 10, "2026-10"), change("orders", Operation.MULTIPLY, 2, "2026-10"));
        var seen = new ArrayList<Integer>();

        var plan = whatIf.plan("actual", changes, (kpi, from, to, members, rules) -> {
            seen.add(rules.size());
            return same(100, from, to);
        });

        assertThat(seen).containsExactly(1);
        assertThat(((WhatIfPlan.Planned) plan).rules())
                .extracting(rule -> rule.kpi().value())
                .containsExactly("orders", "revenue");
    }

    @Test
    void namesEveryFaultAtOnce() {
        var changes = List.of(
                change("nobody", Operation.SET, Double.POSITIVE_INFINITY, "2026-10"),
                change("orders", Operation.SET, 1, "2026-10-01", "region", "us", "channel", "web"),
                new Change(
                        new KpiCode("price"), Operation.SET, 1, period("2026-10"), period("2026-Q4"), new TreeMap<>()),
                new Change(
                        new KpiCode("price"), Operation.SET, 1, period("2000-01"), period("2026-01"), new TreeMap<>()));

        assertThat(faults("dream", changes, 1))
                .containsExactly(
                        ChangeFault.Code.UNKNOWN_SCENARIO,
                        ChangeFault.Code.VALUE_NOT_FINITE,
                        ChangeFault.Code.UNKNOWN_KPI,
                        ChangeFault.Code.FINER_THAN_GRAIN,
                        ChangeFault.Code.DIMENSION_NOT_CARRIED,
                        ChangeFault.Code.UNKNOWN_MEMBER,
                        ChangeFault.Code.PERIODS_OUT_OF_ORDER,
                        ChangeFault.Code.TOO_MANY_PERIODS);
        assertThat(faults(
                        "actual",
                        Collections.nCopies(WhatIf.MAX_CHANGES + 1, change("orders", Operation.SET, 1, "2026-10")),
                        1))
                .containsExactly(ChangeFault.Code.TOO_MANY_CHANGES);
    }

    private List<CellRule> rules(Change change, double current) {
        return switch (whatIf.plan(
                "actual", List.of(change), (kpi, from, to, members, rules) -> same(current, from, to))) {
            case WhatIfPlan.Planned planned -> planned.rules();
            case WhatIfPlan.Refused refused -> throw new AssertionError(refused.faults());
        };
    }

    private void assertFaults(Change change, double current, ChangeFault.Code... codes) {
        assertThat(faults("actual", List.of(change), current)).containsExactly(codes);
    }

    private List<ChangeFault.Code> faults(String scenario, List<Change> changes, double current) {
        return switch (whatIf.plan(scenario, changes, (kpi, from, to, members, rules) -> same(current, from, to))) {
            case WhatIfPlan.Planned planned -> throw new AssertionError(planned.rules());
            case WhatIfPlan.Refused refused ->
                refused.faults().stream().map(ChangeFault::code).toList();
        };
    }

    private static double[] same(double value, Period from, Period to) {
        var values = new double[to.ordinal() - from.ordinal() + 1];
        Arrays.fill(values, value);
        return values;
    }

    private static CellRule scale(String kpi, String period, double factor) {
        return new CellRule(new KpiCode(kpi), period(period), new TreeMap<>(), CellRule.Kind.SCALE, factor);
    }

    private static CellRule replace(String kpi, String period, double value) {
        return new CellRule(new KpiCode(kpi), period(period), new TreeMap<>(), CellRule.Kind.REPLACE, value);
    }

    private static Change change(String kpi, Operation operation, double value, String period, String... members) {
        SortedMap<String, String> combination = new TreeMap<>();
        for (var i = 0; i < members.length; i += 2) {
            combination.put(members[i], members[i + 1]);
        }
        return new Change(new KpiCode(kpi), operation, value, period(period), period(period), combination);
    }

    private static Period period(String label) {
        return Period.parse(label).orElseThrow();
    }
}
