package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.expression.LookBack;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The input cells below one cell: each once, however many ways lead to it. Where a value was set, it stands for all that
 * is below it.
 */
final class Lineage {
    private final QueryRun run;
    private final TreeMap<Integer, Map<BlockKey, Demand>> open = new TreeMap<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private long expected;
    private long observed;

    private Lineage(QueryRun run) {
        this.run = run;
    }

    /** Which cells of a block are asked for, by line. */
    private record Demand(Block block, Map<Integer, BitSet> cells) {}

    /** The cells of one input that were reached, summed up. */
    record Leaf(Block block, long expected, long covered, long fingerprint) {}

    /** The share of the input cells below that were there; 1 when there are none, as below a bare number. */
    static double completeness(QueryRun run, Block block, int line, int index) {
        var presence = block.presence(line);
        if (presence.isComplete(index) || presence.isEmpty(index)) {
            return presence.isEmpty(index) ? 0 : 1;
        }
        var lineage = new Lineage(run);
        lineage.demand(block, line, index);
        lineage.walk();
        return (double) lineage.observed / lineage.expected;
    }

    /** The inputs that some references of a block's formula rest on in one of its cells, without looking back. */
    static List<Leaf> leaves(QueryRun run, Block block, Collection<String> references, int line, int index) {
        var lineage = new Lineage(run);
        var computation = block.computation();
        if (computation != null) {
            lineage.forEachComputedCell(block, computation, line, index, (computedLine, computedIndex) -> {
                for (var operand : computation.operands()) {
                    if (references.contains(operand.key().kpi().value())) {
                        lineage.demand(operand, computedLine, computation.low() + computedIndex - operand.low());
                    }
                }
            });
        }
        lineage.walk();
        return lineage.leaves;
    }

    @FunctionalInterface
    private interface CellVisitor {
        void visit(int line, int index);
    }

    private void demand(Block block, int line, int index) {
        open.computeIfAbsent(block.kpi().order(), order -> new HashMap<>())
                .computeIfAbsent(block.key(), key -> new Demand(block, new HashMap<>()))
                .cells()
                .computeIfAbsent(line, any -> new BitSet())
                .set(index);
    }

    private void walk() {
        while (!open.isEmpty()) {
            open.pollLastEntry().getValue().values().forEach(this::visit);
        }
    }

    private void visit(Demand demand) {
        var block = demand.block();
        if (block.isFinerThanGrain()) {
            expected++;
        } else if (block.computation() == null) {
            visitInput(demand);
        } else {
            demand.cells().forEach((line, cells) -> cells.stream().forEach(index -> visitFormula(block, line, index)));
        }
    }

    private void visitInput(Demand demand) {
        long[] sums = new long[3];
        demand.cells().forEach((line, cells) -> {
            var coverage = demand.block().coverage(line);
            cells.stream().forEach(index -> {
                expected += coverage.expected()[index];
                observed += coverage.observed()[index];
                sums[0] += coverage.expected()[index];
                sums[1] += coverage.covered()[index];
                sums[2] += coverage.fingerprint()[index];
            });
        });
        leaves.add(new Leaf(demand.block(), sums[0], sums[1], sums[2]));
    }

    private void visitFormula(Block block, int line, int index) {
        var computation = block.computation();
        if (computation == null || countedAsSet(block.column(line), index)) {
            return;
        }
        forEachComputedCell(block, computation, line, index, (computedLine, computedIndex) -> {
            if (!countedAsSet(block.computedColumn(computedLine), computedIndex)) {
                demandOperands(computation, block.kpi().lookBack(), computedLine, computedIndex);
            }
        });
    }

    private boolean countedAsSet(Column column, int index) {
        if (!column.isPresent(index) || !column.isSet(index)) {
            return false;
        }
        expected++;
        observed++;
        return true;
    }

    private void forEachComputedCell(
            Block block, Block.Computation computation, int line, int index, CellVisitor visitor) {
        var spans = computation.spans();
        for (var part : run.partsOf(block, computation, line)) {
            for (var cell = spans.first(index); cell <= spans.last(index); cell++) {
                visitor.visit(part, cell);
            }
        }
    }

    private void demandOperands(Block.Computation computation, LookBack lookBack, int line, int index) {
        for (var operand : computation.operands()) {
            var shifts = lookBack.periods().get(operand.key().kpi().value());
            if (shifts != null) {
                shifts.forEach(shift -> demand(operand, line, computation.low() + index - shift - operand.low()));
            }
        }
    }
}
