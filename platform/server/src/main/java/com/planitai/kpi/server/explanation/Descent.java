package com.planitai.kpi.server.explanation;

import com.planitai.kpi.engine.expression.Operand;
import com.planitai.kpi.engine.expression.View;
import com.planitai.kpi.engine.model.DatedFormula;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.MissingPolicy;
import com.planitai.kpi.engine.model.ResolvedFormula;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Goes down from one value to the inputs, level by level: what is read at which grain and in which periods. A KPI that several
 * formulas read is visited once, after all of them.
 */
final class Descent {
    /** Beyond these the answer says that it is cut short; a part of it can be explained by itself. */
    static final int MAX_NODES = 200;

    private final KpiGraph graph;
    private final FiscalCalendar calendar;
    /** By how high they stand in the graph, so that everything above a KPI has been visited before it. */
    private final TreeMap<Integer, Map<Grain, Need>> open = new TreeMap<>(Comparator.reverseOrder());

    private final List<Need> visited = new ArrayList<>();

    private Descent(KpiGraph graph, FiscalCalendar calendar) {
        this.graph = graph;
        this.calendar = calendar;
    }

    /**
     * What a value rests on.
     *
     * @param needs the value itself first, nothing before what reads it
     * @param truncated whether there was more below
     */
    record Result(List<Need> needs, boolean truncated) {}

    static Result from(KpiGraph graph, FiscalCalendar calendar, KpiCode kpi, Period period) {
        var descent = new Descent(graph, calendar);
        descent.need(new Need(kpi, period.grain(), period.ordinal(), period.ordinal(), 0));
        while (!descent.open.isEmpty() && descent.visited.size() < MAX_NODES) {
            descent.visitNext();
        }
        return new Result(List.copyOf(descent.visited), !descent.open.isEmpty());
    }

    /** The formulas that hold somewhere in what is needed, by date; in a longer period the one that holds at its end. */
    static List<ResolvedFormula> formulas(ResolvedKpi kpi, Need need, FiscalCalendar calendar) {
        var own = kpi.definition().grain();
        if (kpi.formulas().isEmpty() || need.grain().isFinerThan(own)) {
            return List.of();
        }
        var first = recomputes(kpi)
                ? calendar.lastOrdinalWithin(need.grain(), need.low(), own)
                : calendar.firstOrdinalWithin(need.grain(), need.low(), own);
        var last = calendar.lastOrdinalWithin(need.grain(), need.high(), own);
        var from = kpi.formulaAt(first).map(ResolvedFormula::fromOrdinal).orElse(DatedFormula.ALWAYS);
        return kpi.formulas().stream()
                .filter(formula -> formula.fromOrdinal() >= from && formula.fromOrdinal() <= last)
                .toList();
    }

    /** The periods of the KPI's own grain whose observations the values rest on. */
    static Need observed(ResolvedKpi kpi, Need need, FiscalCalendar calendar) {
        var definition = kpi.definition();
        var own = definition.grain();
        if (need.grain().isFinerThan(own)) {
            return need;
        }
        var carried = definition.missing().policy() == MissingPolicy.CARRY_FORWARD
                ? definition.missing().limit()
                : 0;
        return new Need(
                need.kpi(),
                own,
                calendar.firstOrdinalWithin(need.grain(), need.low(), own) - carried,
                calendar.lastOrdinalWithin(need.grain(), need.high(), own),
                need.depth());
    }

    private void visitNext() {
        var first = open.firstEntry();
        var next = first.getValue().values().iterator().next();
        first.getValue().remove(next.grain());
        if (first.getValue().isEmpty()) {
            open.remove(first.getKey());
        }
        visited.add(next);
        var kpi = graph.resolved(next.kpi());
        var computedAt = recomputes(kpi) ? next.grain() : kpi.definition().grain();
        for (var formula : formulas(kpi, next, calendar)) {
            var low = calendar.firstOrdinalWithin(next.grain(), next.low(), computedAt);
            var high = calendar.lastOrdinalWithin(next.grain(), next.high(), computedAt);
            for (var operand : formula.expression().operands()) {
                read(formula, operand, new Need(new KpiCode(operand.code()), computedAt, low, high, next.depth() + 1));
            }
        }
    }

    /** What a formula reads of an operand in the periods of {@code here}. */
    private void read(ResolvedFormula formula, Operand operand, Need here) {
        var sources = IntStream.rangeClosed(here.low(), here.high())
                .flatMap(ordinal -> Arrays.stream(formula.reach().sources(operand, here.grain(), ordinal)))
                .summaryStatistics();
        if (sources.getCount() == 0) {
            return;
        }
        var low =
                operand.view() instanceof View.ToDate(var unit) && here.grain().isFinerThan(unit)
                        ? calendar.firstOrdinalWithin(
                                unit, calendar.ordinalContaining(unit, here.grain(), sources.getMin()), here.grain())
                        : sources.getMin();
        need(new Need(here.kpi(), here.grain(), low, sources.getMax(), here.depth()));
    }

    /** Before the first year that has a name there is nothing to show. */
    private void need(Need wanted) {
        var low = wanted.low();
        while (low <= wanted.high() && Period.of(wanted.grain(), low).isEmpty()) {
            low++;
        }
        if (low > wanted.high()) {
            return;
        }
        var need = new Need(wanted.kpi(), wanted.grain(), low, wanted.high(), wanted.depth());
        open.computeIfAbsent(graph.resolved(need.kpi()).order(), order -> new LinkedHashMap<>())
                .merge(need.grain(), need, Need::and);
    }

    private static boolean recomputes(ResolvedKpi kpi) {
        return kpi.overTime().rollup() == Rollup.RECOMPUTE;
    }
}
