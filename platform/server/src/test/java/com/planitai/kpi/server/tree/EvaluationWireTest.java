package com.planitai.kpi.server.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.engine.evaluation.Cell;
import com.planitai.kpi.engine.evaluation.Comparison;
import com.planitai.kpi.engine.evaluation.Edge;
import com.planitai.kpi.engine.evaluation.MissingReason;
import com.planitai.kpi.engine.evaluation.Origin;
import com.planitai.kpi.engine.evaluation.Status;
import com.planitai.kpi.engine.evaluation.TreeNode;
import com.planitai.kpi.engine.evaluation.TreeResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.engine.unit.UnitType;
import com.planitai.kpi.server.kpi.Definitions;
import com.planitai.kpi.server.kpi.KpiDeclaration;
import com.planitai.kpi.server.kpi.KpiRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluationWireTest {
    private static final KpiCode RATE = new KpiCode("rate");
    private static final KpiCode ORDERS = new KpiCode("orders");

    @Test
    void writesNodesEdgesComparisonsAndReasons() {
        TreeNode root = new TreeNode(
                RATE,
                Unit.of(UnitType.PERCENT),
                0,
                List.of(),
                List.of(ORDERS),
                new Cell(
                        null,
                        new MissingReason(MissingReason.Code.DIVISION_BY_ZERO, List.of(ORDERS)),
                        Origin.COMPUTED,
                        null,
                        0.5,
                        List.of()),
                true,
                Map.of("plan", new Comparison(0.05, null, null, null, Status.NO_DATA)));
        TreeNode driver = new TreeNode(
                ORDERS,
                Unit.of(UnitType.COUNT),
                1,
                List.of(RATE),
                List.of(),
                new Cell(12.0, null, Origin.SET, null, 1, List.of()),
                true,
                Map.of("previous", new Comparison(10.0, 2.0, 0.2, 1.2, null)));
        TreeResult.Tree tree = new TreeResult.Tree(
                new Period(Grain.MONTH, 2025 * 12 + 11),
                true,
                List.of(root, driver),
                List.of(new Edge(RATE, ORDERS, Edge.Kind.FORMULA)));

        String json = new String(
                new EvaluationWire()
                        .bytes(
                                "growth",
                                tree,
                                new Definitions(
                                        Map.of(RATE, kpi(RATE, 1), ORDERS, kpi(ORDERS, null)), Map.of(), Map.of())),
                StandardCharsets.UTF_8);

        assertThat(json).isEqualTo("""
                {'tree':'growth','period':'2025-12','partial':true,'nodes':[\
                {'kpi':'rate','name':'Name of rate','unit':{'type':'PERCENT'},'decimals':1,'direction':{'type':'UP'},\
                'depth':0,'parents':[],'children':['orders'],'value':null,'origin':'computed','completeness':0.5,\
                'reason':{'code':'DIVISION_BY_ZERO','inputs':['orders']},\
                'comparisons':{'plan':{'value':0.05,'delta':null,'rate':null,'attainment':null,'status':'NO_DATA'}}},\
                {'kpi':'orders','name':'Name of orders','unit':{'type':'COUNT'},'decimals':null,'direction':{'type':'UP'},\
                'depth':1,'parents':['rate'],'children':[],'value':12.0,'origin':'set','completeness':1.0,\
                'comparisons':{'previous':{'value':10.0,'delta':2.0,'rate':0.2,'attainment':1.2}}}],\
                'edges':[{'from':'rate','to':'orders','kind':'formula'}]}""".replace('\'', '"'));
    }

    private static KpiRecord kpi(KpiCode code, @Nullable Integer decimals) {
        return new KpiRecord(
                1,
                new KpiDeclaration(
                        code,
                        "Name of " + code,
                        null,
                        Unit.of(UnitType.COUNT),
                        decimals,
                        Grain.MONTH,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        List.of(),
                        null,
                        List.of()),
                1,
                Instant.EPOCH);
    }
}
