package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.Operand;
import com.planitai.kpi.engine.expression.View;
import com.planitai.kpi.engine.model.DatedFormula;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.ResolvedFormula;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.model.ResolvedKpi.EffectiveRollup;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plans the reachable part of the graph, each KPI once for each grain and split. Used once. */
final class ProgramBuilder {
    private final KpiGraph graph;
    private final FiscalCalendar calendar;
    private final Set<KpiCode> setOver;
    private final TreeMap<Integer, Map<BlockKey, ResolvedKpi>> open = new TreeMap<>();
    private final Map<BlockKey, Draft> drafts = new LinkedHashMap<>();
    private final Map<CompiledFormula, CompiledFormula> shapes = new HashMap<>();

    /** @param setOver formula KPIs over which values were set */
    ProgramBuilder(KpiGraph graph, FiscalCalendar calendar, Set<KpiCode> setOver) {
        this.graph = graph;
        this.calendar = calendar;
        this.setOver = setOver;
    }

    private record Draft(ResolvedKpi kpi, @Nullable Run run) {}

    private record Run(
            Grain grain, BlockKey.Split split, Rollup rollup, Rollup memberRollup, List<List<BlockKey>> operands) {}

    Program build(Collection<KpiCode> targets, Grain grain, BlockKey.Split split) {
        var wanted = targets.stream()
                .map(kpi -> new BlockKey(kpi, grain, split, null))
                .toList();
        wanted.forEach(this::need);
        while (!open.isEmpty()) {
            open.pollLastEntry().getValue().forEach((key, kpi) -> drafts.put(key, draft(key, kpi)));
        }
        var places = new HashMap<BlockKey, Integer>();
        drafts.keySet().forEach(key -> places.put(key, places.size()));
        var steps = new ArrayList<Program.Step>();
        drafts.forEach(
                (key, draft) -> steps.add(Program.Step.of(steps.size(), key, draft.kpi(), computation(draft, places))));
        var most = mostOperands(steps);
        return new Program(List.copyOf(steps), places(wanted, places), most, PlainProgram.of(steps, most));
    }

    private static int mostOperands(List<Program.Step> steps) {
        var most = 0;
        for (var step : steps) {
            var computation = step.computation();
            if (computation != null) {
                for (var formula : computation.formulas()) {
                    most = Math.max(most, formula.operands().length);
                }
            }
        }
        return most;
    }

    private void need(BlockKey key) {
        var kpi = graph.resolved(key.kpi());
        open.computeIfAbsent(kpi.order(), order -> new LinkedHashMap<>()).put(key, kpi);
    }

    private Draft draft(BlockKey key, ResolvedKpi kpi) {
        if (kpi.definition().isInput()
                || key.grain().isFinerThan(kpi.definition().grain())) {
            return new Draft(kpi, null);
        }
        var rollup = effective(kpi, kpi.overTime());
        var memberRollup = effective(kpi, kpi.overMembers());
        var recomputed = rollup == Rollup.RECOMPUTE;
        var grain = recomputed ? key.grain() : kpi.definition().grain();
        var split = memberRollup == Rollup.RECOMPUTE ? key.split() : key.split().regroupedBy(kpi.dimensions());
        var toDate = recomputed ? key.toDate() : null;
        var operands = kpi.formulas().stream()
                .map(formula -> formula.expression().operands().stream()
                        .map(operand -> key(operand, grain, split, toDate))
                        .toList())
                .toList();
        operands.forEach(keys -> keys.forEach(this::need));
        return new Draft(kpi, new Run(grain, split, rollup, memberRollup, operands));
    }

    private static BlockKey key(Operand operand, Grain grain, BlockKey.Split split, @Nullable Grain toDate) {
        var kpi = new KpiCode(operand.code());
        return switch (operand.view()) {
            case View.Plain plain -> new BlockKey(kpi, grain, split, toDate);
            case View.ToDate(var unit) -> new BlockKey(kpi, grain, split, unit);
            case View.Total(var dimension) -> new BlockKey(kpi, grain, split.without(dimension), toDate);
        };
    }

    /** Where values were set over a formula that commutes with a rollup, they are rolled up by that. */
    private Rollup effective(ResolvedKpi kpi, EffectiveRollup axis) {
        var ofSetValues = axis.ofSetValues();
        return ofSetValues != null && setOver.contains(kpi.definition().code()) ? ofSetValues : axis.rollup();
    }

    private Program.@Nullable Computation computation(Draft draft, Map<BlockKey, Integer> places) {
        var run = draft.run();
        if (run == null) {
            return null;
        }
        var formulas = new ArrayList<Program.Formula>();
        for (var formula : draft.kpi().formulas()) {
            formulas.add(new Program.Formula(
                    from(draft.kpi(), formula, run.grain()),
                    compiled(formula.expression(), run.grain()),
                    formula.expression(),
                    formula.reach(),
                    places(run.operands().get(formulas.size()), places)));
        }
        return new Program.Computation(
                run.grain(),
                run.split(),
                run.rollup(),
                run.memberRollup(),
                List.copyOf(formulas),
                formulas.stream()
                        .flatMapToInt(formula -> Arrays.stream(formula.operands()))
                        .distinct()
                        .toArray(),
                formulas.stream()
                        .mapToInt(formula -> formula.reach().most(run.grain()))
                        .max()
                        .orElse(0));
    }

    /** Few shapes serve many formulas: what a run reads of them then stays in the nearest cache. */
    private CompiledFormula compiled(Expression expression, Grain grain) {
        var compiled = CompiledFormula.of(expression, grain);
        return expression.instructions().size() > CompiledFormula.MAX_SHARED_INSTRUCTIONS
                ? compiled
                : shapes.computeIfAbsent(compiled, shape -> shape);
    }

    /** A formula holds in a longer period when it holds at its end. */
    private int from(ResolvedKpi kpi, ResolvedFormula formula, Grain grain) {
        return formula.fromOrdinal() == DatedFormula.ALWAYS
                ? DatedFormula.ALWAYS
                : calendar.ordinalContaining(grain, kpi.definition().grain(), formula.fromOrdinal());
    }

    private static int[] places(List<BlockKey> keys, Map<BlockKey, Integer> places) {
        return keys.stream().mapToInt(key -> places.getOrDefault(key, -1)).toArray();
    }
}
