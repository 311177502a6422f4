package com.planitai.kpi.engine.formula;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.PERCENT;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.planitai.kpi.engine.FuzzBudget;
import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.evaluation.CompiledGraph;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.ObservationTable;
import com.planitai.kpi.engine.evaluation.SeriesQuery;
import com.planitai.kpi.engine.evaluation.SeriesResult;
import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.time.YearNaming;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whatever stands in a formula is parsed, checked, built into a graph and evaluated without an exception and in time that
 * grows with its length. An input is up to {@link #MAX_FORMULAS} formulas, {@code f0;f1;…}, that may name one another.
 */
class FormulaFuzzTest {
    private static final int MAX_FORMULAS = 8;
    private static final FiscalCalendar CALENDAR =
            new FiscalCalendar(ZoneId.of("Asia/Tokyo"), Month.APRIL, YearNaming.STARTS_IN);
    private static final Instant NOW = Instant.parse("2026-06-15T03:00:00Z");
    private static final List<Kpis> INPUTS = List.of(
            input("orders", COUNT).by("region", "device"),
            input("visits", NUMBER).by("region").rollup(Rollup.LAST),
            input("share", PERCENT).rollup(Rollup.AVERAGE));
    private static final ObservationTable OBSERVATIONS = observations();
    private static final KpiGraph KNOWN = Kpis.graph(INPUTS.toArray(Kpis[]::new));

    @FuzzTest(maxDuration = "2m")
    void readsChecksAndEvaluatesWhateverIsWritten(byte[] data) {
        var text = new String(data, StandardCharsets.UTF_8);
        FuzzBudget.forBytes(data.length).run(() -> evaluate(text.split(";", MAX_FORMULAS)));
    }

    private static void evaluate(String[] formulas) {
        var kpis = new ArrayList<>(INPUTS);
        for (var index = 0; index < formulas.length; index++) {
            check(FormulaChecker.check(KNOWN, formulas[index], null), formulas[index]);
            kpis.add(formula("f" + index, NUMBER, formulas[index]));
        }
        switch (Kpis.build(kpis.toArray(Kpis[]::new))) {
            case GraphResult.Built built -> formulas(built.graph(), formulas.length);
            case GraphResult.Refused refused -> assertThat(refused.faults()).isNotEmpty();
        }
    }

    private static void check(FormulaCheck check, String formula) {
        assertThat(check.valid()).isEqualTo(check.faults().isEmpty());
        for (var fault : check.faults()) {
            assertThat(fault.message()).isNotBlank();
            assertThat(fault.line()).isBetween(1, formula.length() + 1);
            assertThat(fault.column()).isBetween(1, formula.length() + 1);
        }
    }

    private static void formulas(KpiGraph graph, int count) {
        var evaluation = new CompiledGraph(graph, CALENDAR).evaluation(OBSERVATIONS, NOW);
        for (var index = 0; index < count; index++) {
            var kpi = new KpiCode("f" + index);
            series(evaluation, kpi, "2025-11", "2026-06", List.of());
            series(evaluation, kpi, "2025-Q4", "2026-Q1", graph.resolved(kpi).dimensions());
        }
    }

    private static void series(Evaluation evaluation, KpiCode kpi, String from, String to, List<String> groupBy) {
        var query = new SeriesQuery(kpi, period(from), period(to), "actual", groupBy, List.of());
        var series = (SeriesResult.Series) evaluation.series(query);
        assertThat(series.lines()).allSatisfy(line -> assertThat(line.cells()).hasSameSizeAs(series.periods()));
    }

    private static ObservationTable observations() {
        var table = ObservationTable.builder();
        for (var month = 1; month <= 6; month++) {
            var ordinal = period("2026-0" + month).ordinal();
            for (var region : List.of("kr", "jp")) {
                table.put(new KpiCode("visits"), "actual", new TreeMap<>(Map.of("region", region)), ordinal, month - 3);
                table.put(
                        new KpiCode("orders"),
                        "actual",
                        new TreeMap<>(Map.of("region", region, "device", "web")),
                        ordinal,
                        1e9 / month);
            }
        }
        table.put(
                new KpiCode("share"),
                "actual",
                new TreeMap<>(),
                period("2026-02").ordinal(),
                .5);
        return table.build();
    }

    private static Period period(String label) {
        return Period.parse(label).orElseThrow();
    }
}
