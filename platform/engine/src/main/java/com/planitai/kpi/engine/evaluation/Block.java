package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.Grain;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key of a query's plan, the range it is needed for, and, once evaluated, its columns, one for each line of its
 * grouping. A formula is run as its {@link Computation} says, and rolled up from there.
 */
final class Block {
    private final BlockKey key;
    private final ResolvedKpi kpi;
    private int low;
    private int high;
    private @Nullable Computation computation;
    private final List<Column> columns = new ArrayList<>();
    private final List<Column> computedColumns = new ArrayList<>();
    private final List<Coverage> coverages = new ArrayList<>();
    private final List<BitSet> unrolled = new ArrayList<>();
    private final List<Presence> presences = new ArrayList<>();

    /**
     * How a formula gets its cells.
     *
     * @param key where the formula itself is run: its grain and grouping
     * @param rollup from there over time; RECOMPUTE when there is nothing to roll up
     * @param memberRollup from there over members
     * @param spans which of the cells computed there make up each cell of the block
     * @param operands by place in the KPI's references
     */
    record Computation(BlockKey key, Rollup rollup, Rollup memberRollup, Spans spans, List<Block> operands) {
        Grain grain() {
            return key.grain();
        }

        List<String> grouping() {
            return key.grouping();
        }

        int low() {
            return spans.fineLow();
        }

        int length() {
            return spans.fineCount();
        }
    }

    Block(BlockKey key, ResolvedKpi kpi, int low, int high) {
        this.key = key;
        this.kpi = kpi;
        this.low = low;
        this.high = high;
    }

    void widen(int neededLow, int neededHigh) {
        low = Math.min(low, neededLow);
        high = Math.max(high, neededHigh);
    }

    BlockKey key() {
        return key;
    }

    ResolvedKpi kpi() {
        return kpi;
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

    /** Whether the KPI has no values at periods as short as these. */
    boolean isFinerThanGrain() {
        return key.grain().isFinerThan(kpi.definition().grain());
    }

    @Nullable Computation computation() {
        return computation;
    }

    void computedBy(Computation how) {
        computation = how;
    }

    Column column(int line) {
        return columns.get(line);
    }

    /** The formula's cells before they were rolled up. */
    Column computedColumn(int line) {
        return computedColumns.get(line);
    }

    /** Of an input. */
    Coverage coverage(int line) {
        return coverages.get(line);
    }

    boolean hasUnrolledSetValues(int line, int index) {
        return !unrolled.isEmpty() && unrolled.get(line).get(index);
    }

    Presence presence(int line) {
        return presences.get(line);
    }

    void evaluatedUnavailable(List<Column> missing) {
        columns.addAll(missing);
        missing.forEach(column -> presences.add(Presence.absent(column.length())));
    }

    void evaluatedInput(List<Column> read, List<Coverage> covered) {
        columns.addAll(read);
        coverages.addAll(covered);
        covered.forEach(coverage -> presences.add(Presence.of(coverage)));
    }

    void evaluatedFormula(
            List<Column> computed, List<Column> rolledUp, List<Presence> present, List<BitSet> notRolledUp) {
        computedColumns.addAll(computed);
        columns.addAll(rolledUp);
        presences.addAll(present);
        unrolled.addAll(notRolledUp);
    }
}
