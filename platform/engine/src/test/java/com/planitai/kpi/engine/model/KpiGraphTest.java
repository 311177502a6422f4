package com.planitai.kpi.engine.model;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.KRW;
import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.PERCENT;
import static com.planitai.kpi.engine.Kpis.build;
import static com.planitai.kpi.engine.Kpis.built;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.graph;
import static com.planitai.kpi.engine.Kpis.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.time.Grain;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KpiGraphTest {
    @Test
    void connectsReferencesAndDependents() {
        var graph = graph(
                formula("revenue", KRW, "orders * price + orders * fee"),
                input("price", KRW),
                input("orders", COUNT),
                input("fee", KRW));
        assertThat(graph.references(new KpiCode("revenue")))
                .extracting(KpiCode::value)
                .containsExactly("orders", "price", "fee");
        assertThat(graph.dependents(new KpiCode("price"))).containsExactly(new KpiCode("revenue"));
        assertThat(graph.dependents(new KpiCode("revenue"))).isEmpty();
        assertThat(graph.codes()).extracting(KpiCode::value).containsExactly("revenue", "price", "orders", "fee");
        assertThatIllegalArgumentException().isThrownBy(() -> graph.definition(new KpiCode("other")));
    }

    @Test
    void namesTheWholePathOfACycle() {
        var faults = faults(formula("revenue", COUNT, "prev(orders) + 1"), formula("orders", COUNT, "1 + revenue"));
        assertThat(faults).extracting(ModelFault::code).containsExactly("CYCLE");
        assertThat(faults.getFirst().arguments()).containsEntry("path", "revenue → orders → revenue");
        assertThat(faults.getFirst().column()).isEqualTo(6);
    }

    @Test
    void reportsTheFaultsOfAllKpisAtOnce() {
        var faults = faults(
                input("rate", PERCENT),
                input("orders", COUNT),
                input("orders", COUNT),
                input("and", COUNT),
                input("stock", COUNT).rollup(Rollup.RECOMPUTE),
                input("wide", COUNT).by("a", "b", "c", "d"),
                input("twice", COUNT).by("a", "a"),
                formula("revenue", KRW, "ordrs * price"),
                formula("mixed", KRW, "orders + 0 * orders"),
                formula("broken", KRW, "1 +"));
        assertThat(faults)
                .extracting(ModelFault::code)
                .containsExactlyInAnyOrder(
                        "ROLLUP_REQUIRED",
                        "DUPLICATE_KPI",
                        "RESERVED_CODE",
                        "ROLLUP_NOT_ALLOWED",
                        "TOO_MANY_DIMENSIONS",
                        "DUPLICATE_DIMENSION",
                        "UNKNOWN_KPI",
                        "UNKNOWN_KPI",
                        "UNIT_MISMATCH",
                        "UNEXPECTED_END");
    }

    @Test
    void refusesMoreKpisThanTheLimit() {
        var definitions =
                List.of(input("a", COUNT).definition(), input("b", COUNT).definition());
        assertThat(KpiGraph.build(definitions, 2)).isInstanceOf(GraphResult.Built.class);
        var refused = (GraphResult.Refused) KpiGraph.build(definitions, 1);
        assertThat(refused.faults().getFirst().code()).isEqualTo("TOO_MANY_KPIS");
        assertThat(refused.faults().getFirst().arguments())
                .containsEntry("limit", "1")
                .containsEntry("found", "2");
    }

    @Test
    void refusesToLookBackWithoutEnd() {
        var kpis = new ArrayList<>(List.of(input("k0", COUNT)));
        for (var i = 1; i <= 5; i++) {
            kpis.add(formula("k" + i, COUNT, "prev(k" + (i - 1) + ", 1000)"));
        }
        assertThat(faults(kpis.toArray(Kpis[]::new)))
                .extracting(ModelFault::code)
                .containsExactly("LOOK_BACK_TOO_LONG");
    }

    @Test
    void decidesRollupsBySection2() {
        var graph = graph(
                input("orders", COUNT).by("region"),
                input("visits", COUNT).by("region", "device"),
                input("price", KRW).by("region"),
                formula("total", COUNT, "orders + 2 * visits"),
                formula("rate", PERCENT, "100 * orders / (orders + visits)"),
                formula("revenue", KRW, "orders * price"),
                formula("score", NUMBER, "ln(orders)"));
        assertThat(rollup(graph, "orders")).isEqualTo(Rollup.SUM);
        assertThat(rollup(graph, "total")).isEqualTo(Rollup.RECOMPUTE);
        assertThat(rollup(graph, "rate")).isEqualTo(Rollup.RECOMPUTE);
        assertThat(rollup(graph, "revenue")).isEqualTo(Rollup.SUM);
        assertThat(rollup(graph, "score")).isEqualTo(Rollup.RECOMPUTE);
        assertThat(graph.resolved(new KpiCode("revenue")).overMembers().rollup())
                .isEqualTo(Rollup.SUM);
        assertThat(graph.resolved(new KpiCode("total")).overTime().ofSetValues())
                .isEqualTo(Rollup.SUM);
        assertThat(graph.resolved(new KpiCode("rate")).overTime().ofSetValues()).isNull();
        assertThat(graph.resolved(new KpiCode("total")).dimensions()).containsExactly("region");
    }

    @Test
    void warnsOfAssumptions() {
        var warnings = built(
                        input("orders", COUNT).by("region"),
                        input("price", KRW),
                        input("index", NUMBER),
                        input("weekly", COUNT).grain(Grain.QUARTER),
                        formula("revenue", KRW, "orders * price").by("region"),
                        formula("both", COUNT, "orders + weekly"))
                .warnings();
        assertThat(warnings)
                .extracting(warning -> warning.kpi() + " " + warning.code())
                .containsExactlyInAnyOrder(
                        "index ROLLUP_ASSUMED",
                        "revenue ROLLUP_ASSUMED",
                        "revenue DIMENSIONS_DERIVED",
                        "both GRAIN_FINER_THAN_REFERENCE");
    }

    @Test
    void buildsAGraphTenThousandDeep() {
        var definitions = new ArrayList<KpiDefinition>();
        for (var i = 9_999; i > 0; i--) {
            definitions.add(formula("k" + i, COUNT, "k" + (i - 1) + " + 1").definition());
        }
        definitions.add(input("k0", COUNT).definition());
        assertThat(KpiGraph.build(definitions, 10_000)).isInstanceOf(GraphResult.Built.class);
    }

    @Test
    void guardsWhatADefinitionIsMadeOf() {
        assertThatIllegalArgumentException().isThrownBy(() -> new KpiCode("Orders"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(0.9, 1.0));
        assertThatIllegalArgumentException().isThrownBy(() -> Direction.range(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Missing.carryForward(0));
    }

    private static Rollup rollup(KpiGraph graph, String code) {
        return graph.resolved(new KpiCode(code)).overTime().rollup();
    }

    private static List<ModelFault> faults(Kpis... kpis) {
        return ((GraphResult.Refused) build(kpis)).faults();
    }
}
