package com.planitai.kpi.engine.evaluation;

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
        if (run.isComplete()) {
            return 1;
        }
        var presence = run.presence();
        if (presence.isComplete(block, line, index) || presence.isEmpty(block, line, index)) {
            return presence.isEmpty(block, line, index) ? 0 : 1;
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
                for (var place :
                        computation.formulaAt(block.fineLow() + computedIndex).operands()) {
                    var operand = run.block(place);
                    if (references.contains(operand.key().kpi().value())) {
                        lineage.demandOperand(computation, operand, computedLine, block.fineLow() + computedIndex);
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
        if (block.step().isFinerThanGrain()) {
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
            var coverage = run.coverage(demand.block(), line);
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
            if (!countedAsSet(block.computed(computedLine), computedIndex)) {
                demandOperands(computation, computedLine, block.fineLow() + computedIndex);
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
            Block block, Program.Computation computation, int line, int index, CellVisitor visitor) {
        for (var part : run.partsOf(block, computation, line)) {
            for (var cell = block.firstFine(index); cell < block.endFine(index); cell++) {
                visitor.visit(part, cell);
            }
        }
    }

    private void demandOperands(Program.Computation computation, int line, int ordinal) {
        var formula = computation.formulaAt(ordinal);
        var operands = formula.expression().operands();
        for (var slot = 0; slot < operands.size(); slot++) {
            var operand = run.block(formula.operands()[slot]);
            for (var source : formula.reach().sources(operands.get(slot), computation.grain(), ordinal)) {
                demandOperand(computation, operand, line, source);
            }
        }
    }

    private void demandOperand(Program.Computation computation, Block operand, int line, int ordinal) {
        var place = run.splits().places(computation.split(), operand.key().split())[line];
        if (place >= 0) {
            demand(operand, place, ordinal - operand.low());
        }
    }
}
