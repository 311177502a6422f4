package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The cells at which a formula is run for one value of its KPI: those of one period, in some lines. */
final class PointCells {
    private final QueryRun run;
    private final Block block;
    private final Program.Computation computation;
    private final int index;
    private final Set<String> matchedDimensions;

    /**
     * Looks at one period of a block.
     *
     * @param ordinal of the period, which the block's range holds
     * @param matchedDimensions which do not tell lines apart
     */
    PointCells(QueryRun run, Block block, int ordinal, Set<String> matchedDimensions) {
        var how = block.computation();
        if (how == null) {
            throw new IllegalArgumentException("expected a formula, got " + block.key());
        }
        this.run = run;
        this.block = block;
        this.computation = how;
        this.index = ordinal - block.low();
        this.matchedDimensions = matchedDimensions;
    }

    KpiCode kpi() {
        return block.key().kpi();
    }

    Program.Computation computation() {
        return computation;
    }

    boolean isRolledUp() {
        return block.spans() != null;
    }

    int low() {
        return block.fineLow() + block.firstFine(index);
    }

    int count() {
        return block.endFine(index) - block.firstFine(index);
    }

    KpiCode operand(int place) {
        return run.block(place).key().kpi();
    }

    /** The lines at which the formula is run. */
    List<Integer> parts() {
        return run.partsOf(block, computation, 0);
    }

    /** What tells a line of one point from the others, and is the same for the line of the other point that answers to it. */
    SortedMap<String, String> members(int part) {
        var members = new TreeMap<>(run.splits().lines(computation.split()).members(part));
        members.keySet().removeAll(matchedDimensions);
        return members;
    }

    /**
     * The operands' columns in one line, each with what the formula looks back on before its cells.
     *
     * @param length of the cells, padded with missing ones
     * @param atEnd whether the padding goes before the cells
     */
    Column[] columns(Program.Formula formula, int part, int length, boolean atEnd) {
        var columns = new Column[formula.operands().length];
        for (var slot = 0; slot < columns.length; slot++) {
            var operand = run.block(formula.operands()[slot]);
            var line = run.splits().places(computation.split(), operand.key().split())[part];
            columns[slot] = line < 0
                    ? Column.missing(computation.lookBack() + length)
                    : padded(operand, operand.column(line), length, atEnd);
        }
        return columns;
    }

    private Column padded(Block operand, Column column, int length, boolean atEnd) {
        var lookBack = computation.lookBack();
        var from = low() - lookBack - operand.low();
        if (length == count()) {
            return column.slice(from, lookBack + length);
        }
        var padded = new double[lookBack + length];
        Arrays.fill(padded, Arithmetic.MISSING);
        var start = atEnd ? length - count() : 0;
        for (var i = 0; i < lookBack + count(); i++) {
            padded[start + i] = column.value(from + i);
        }
        return Column.of(padded);
    }
}
