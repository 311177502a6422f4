package com.planitai.kpi.engine.model;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.KRW;
import static com.planitai.kpi.engine.Kpis.PERCENT;
import static com.planitai.kpi.engine.Kpis.build;
import static com.planitai.kpi.engine.Kpis.built;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.graph;
import static com.planitai.kpi.engine.Kpis.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.time.Proration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatedFormulaTest {
    private static final Kpis ORDERS = input("orders", COUNT);
    private static final Kpis RETURNS = input("returns", COUNT);
    private static final Kpis VISITS = input("visits", COUNT);

    @Test
    void holdsFromItsFirstPeriodUntilTheNextOne() {
        var net = graph(
                        ORDERS,
                        RETURNS,
                        VISITS,
                        formula("net", COUNT, "orders")
                                .since("2025-03", "orders - returns")
                                .since("2025-06", "orders - 2 * returns"))
                .resolved(new KpiCode("net"));

        assertThat(from(net, "1999-01")).isEqualTo(DatedFormula.ALWAYS);
        assertThat(from(net, "2025-02")).isEqualTo(DatedFormula.ALWAYS);
        assertThat(from(net, "2025-03")).isEqualTo(ordinal("2025-03"));
        assertThat(from(net, "2025-05")).isEqualTo(ordinal("2025-03"));
        assertThat(from(net, "2030-01")).isEqualTo(ordinal("2025-06"));
    }

    @Test
    void dependsOnWhatAnyFormulaNames() {
        var graph = graph(
                ORDERS,
                RETURNS,
                formula("net", COUNT, "orders - prev(orders, 3)").since("2025-03", "returns"));
        var net = graph.resolved(new KpiCode("net"));

        assertThat(net.references()).extracting(KpiCode::value).containsExactly("returns", "orders");
        assertThat(graph.dependents(new KpiCode("orders"))).containsExactly(new KpiCode("net"));
    }

    @Test
    void findsACycleThroughAnEarlierFormula() {
        var faults = faults(
                formula("net", COUNT, "1 + gross").since("2025-03", "orders"), formula("gross", COUNT, "net"), ORDERS);

        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.code()).isEqualTo("CYCLE");
            assertThat(fault.arguments()).containsEntry("path", "net → gross → net");
            assertThat(fault.formula()).isZero();
            assertThat(fault.column()).isEqualTo(5);
        });
    }

    @Test
    void checksNamesGrammarAndUnitsOfEveryFormula() {
        var faults = faults(
                ORDERS,
                input("price", KRW),
                formula("net", COUNT, "ordes").since("2025-03", "orders +").since("2025-06", "price"));

        assertThat(faults)
                .extracting(ModelFault::code, ModelFault::formula)
                .containsExactlyInAnyOrder(
                        tuple("UNKNOWN_KPI", 0), tuple("UNEXPECTED_END", 1), tuple("UNIT_MISMATCH", 2));
    }

    @Test
    void carriesTheDimensionsOfAllFormulas() {
        var net = graph(
                        ORDERS.by("region", "channel"),
                        RETURNS.by("region"),
                        formula("net", COUNT, "orders").since("2025-03", "returns"))
                .resolved(new KpiCode("net"));

        assertThat(net.dimensions()).containsExactly("region");
    }

    @Test
    void rollsUpInAWayThatIsRightForEveryFormula() {
        var ratio = built(
                ORDERS, VISITS, formula("rate", PERCENT, "orders / visits").since("2025-03", "0.5 * orders"));
        var product =
                built(ORDERS, VISITS, formula("area", COUNT, "orders + visits").since("2025-03", "orders * visits"));

        assertThat(rollup(ratio, "rate")).isEqualTo(Rollup.RECOMPUTE);
        assertThat(rollup(product, "area")).isEqualTo(Rollup.SUM);
        assertThat(product.warnings())
                .filteredOn(warning -> warning.kpi().value().equals("area"))
                .extracting(ModelFault::code)
                .contains("ROLLUP_ASSUMED");
    }

    @Test
    void refusesMoreFormulasThanTheLimit() {
        var many = formula("net", COUNT, "orders");
        for (var month = 0; month < KpiDefinition.MAX_FORMULAS; month++) {
            many = many.since(new Period(Grain.MONTH, ordinal("2001-01") + month).toString(), "orders");
        }

        assertThat(faults(ORDERS, many)).extracting(ModelFault::code).containsExactly("TOO_MANY_FORMULAS");
    }

    @Test
    void refusesDatesOutOfOrder() {
        var kpi = ORDERS.definition();
        var always = new DatedFormula(DatedFormula.ALWAYS, "orders");
        var later = new DatedFormula(5, "orders");

        for (var formulas : List.of(List.of(later), List.of(always, later, later), List.of(always, always))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new KpiDefinition(
                            kpi.code(),
                            kpi.unit(),
                            kpi.grain(),
                            null,
                            null,
                            kpi.missing(),
                            kpi.direction(),
                            kpi.thresholds(),
                            List.of(),
                            formulas,
                            Proration.CALENDAR_DAYS));
        }
    }

    private static int from(ResolvedKpi kpi, String month) {
        return kpi.formulaAt(ordinal(month)).orElseThrow().fromOrdinal();
    }

    private static int ordinal(String month) {
        return Period.parse(month).orElseThrow().ordinal();
    }

    private static Rollup rollup(GraphResult.Built built, String kpi) {
        return built.graph().resolved(new KpiCode(kpi)).overTime().rollup();
    }

    private static List<ModelFault> faults(Kpis... kpis) {
        return switch (build(kpis)) {
            case GraphResult.Refused refused -> refused.faults();
            case GraphResult.Built built -> List.of();
        };
    }
}
