package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.model.ResolvedKpi.EffectiveRollup;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.FiscalCalendar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a query needs, and over which periods: the reachable part of the graph, each KPI once for each grain and grouping.
 * Walks from the last in topological order to the first, so that all needs of a KPI are known before its references'.
 */
final class Plan {
    private final KpiGraph graph;
    private final FiscalCalendar calendar;
    private final Predicate<KpiCode> hasSetValues;
    private final TreeMap<Integer, Map<BlockKey, Block>> open = new TreeMap<>();
    private final Map<BlockKey, Block> blocks = new LinkedHashMap<>();

    /**
     * Plans nothing yet.
     *
     * @param hasSetValues whether a formula KPI has values set in the scenario
     */
    Plan(KpiGraph graph, FiscalCalendar calendar, Predicate<KpiCode> hasSetValues) {
        this.graph = graph;
        this.calendar = calendar;
        this.hasSetValues = hasSetValues;
    }

    void need(BlockKey key, int low, int high) {
        blockFor(key, low, high);
    }

    private Block blockFor(BlockKey key, int low, int high) {
        var kpi = graph.resolved(key.kpi());
        var block = open.computeIfAbsent(kpi.order(), order -> new LinkedHashMap<>())
                .computeIfAbsent(key, absent -> new Block(key, kpi, low, high));
        block.widen(low, high);
        return block;
    }

    /** Every block needed, a formula's before those of its references. */
    List<Block> complete() {
        while (!open.isEmpty()) {
            for (var block : open.pollLastEntry().getValue().values()) {
                blocks.put(block.key(), block);
                if (!block.kpi().definition().isInput() && !block.isFinerThanGrain()) {
                    block.computedBy(computation(block));
                }
            }
        }
        return List.copyOf(blocks.values());
    }

    private Block.Computation computation(Block block) {
        var kpi = block.kpi();
        var key = block.key();
        var rollup = effective(kpi, kpi.overTime());
        var memberRollup = effective(kpi, kpi.overMembers());
        var grain = rollup == Rollup.RECOMPUTE ? key.grain() : kpi.definition().grain();
        var grouping = memberRollup == Rollup.RECOMPUTE ? key.grouping() : kpi.dimensions();
        var spans = Spans.of(calendar, key.grain(), block.low(), block.high(), grain);
        var low = spans.fineLow();
        var lookBack = kpi.lookBack().most();
        var operands = new ArrayList<Block>();
        for (var reference : kpi.references()) {
            operands.add(
                    blockFor(new BlockKey(reference, grain, grouping), low - lookBack, low + spans.fineCount() - 1));
        }
        return new Block.Computation(new BlockKey(key.kpi(), grain, grouping), rollup, memberRollup, spans, operands);
    }

    /** Where values were set over a formula that commutes with a rollup, they are rolled up by that. */
    private Rollup effective(ResolvedKpi kpi, EffectiveRollup axis) {
        var ofSetValues = axis.ofSetValues();
        return ofSetValues != null && hasSetValues.test(kpi.definition().code()) ? ofSetValues : axis.rollup();
    }
}
