package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.ResolvedKpi;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a program in one run: the range it is needed for, and, once evaluated, its columns, one for each line of its
 * split. A formula's are also there as computed, before they were rolled up.
 */
final class Block {
    private static final Column[] NONE = {};

    private final Program.Step step;
    private int low;
    private int high;
    private @Nullable Spans spans;
    private Column[] columns = NONE;
    private Column[] computed = NONE;
    private List<BitSet> notRolledUp = List.of();

    Block(Program.Step step, int low, int high) {
        this.step = step;
        this.low = low;
        this.high = high;
    }

    void widen(int neededLow, int neededHigh) {
        low = Math.min(low, neededLow);
        high = Math.max(high, neededHigh);
    }

    /** @param how which fine cells make up each cell; null where the cells are not rolled up over time */
    void rollUpBy(@Nullable Spans how) {
        spans = how;
    }

    Program.Step step() {
        return step;
    }

    BlockKey key() {
        return step.key();
    }

    ResolvedKpi kpi() {
        return step.kpi();
    }

    Program.@Nullable Computation computation() {
        return step.computation();
    }

    int low() {
        return low;
    }

    int high() {
        return high;
    }

    int length() {
        return high - low + 1;
    }

    @Nullable Spans spans() {
        return spans;
    }

    /** Ordinal of the first cell at which the formula is run or the input read. */
    int fineLow() {
        return spans == null ? low : spans.fineLow();
    }

    int fineLength() {
        return spans == null ? length() : spans.fineCount();
    }

    /** Index of the first of the fine cells that make up a cell. */
    int firstFine(int index) {
        return spans == null ? index : spans.first(index);
    }

    /** Index after the last of them. */
    int endFine(int index) {
        return spans == null ? index + 1 : spans.end(index);
    }

    Column column(int line) {
        return columns[line];
    }

    /** The formula's cells before they were rolled up, by line of the split at which it is run. */
    Column computed(int line) {
        return computed[line];
    }

    boolean hasUnrolledSetValues(int line, int index) {
        return !notRolledUp.isEmpty() && notRolledUp.get(line).get(index);
    }

    void evaluated(Column[] cells) {
        columns = cells;
    }

    void evaluated(Column[] cells, Column[] beforeRollingUp, List<BitSet> setAndNotRolledUp) {
        columns = cells;
        computed = beforeRollingUp;
        notRolledUp = setAndNotRolledUp;
    }
}
