package com.planitai.kpi.engine.evaluation;

import java.util.BitSet;

/**
 * Values set over a formula that nothing amounts to a rollup of, such as targets of a rate, in coarser periods and wider
 * lines than those they were set for. A rate that is the same in every part is that rate of the whole, whatever the
 * weights; differing ones have no whole without the weights, so the whole is computed and says so.
 *
 * @param column with what could be rolled up over what was computed
 * @param notRolledUp the cells whose set parts could not be
 */
record SetValues(Column column, BitSet notRolledUp) {
    /** @param fine what was set, in the cells that the spans are made of */
    static SetValues over(Column computed, Column fine, Spans spans) {
        var uniform = new double[spans.count()];
        var notRolledUp = new BitSet();
        for (var i = 0; i < uniform.length; i++) {
            uniform[i] = uniform(fine, spans.first(i), spans.end(i));
            notRolledUp.set(i, !Arithmetic.isPresent(uniform[i]) && isAnyPresent(fine, spans.first(i), spans.end(i)));
        }
        return new SetValues(computed.overlaidWith(Column.of(uniform)), notRolledUp);
    }

    private static double uniform(Column fine, int first, int end) {
        for (var i = first; i < end; i++) {
            if (!fine.isPresent(i) || fine.value(i) != fine.value(first)) {
                return Arithmetic.MISSING;
            }
        }
        return first < end ? fine.value(first) : Arithmetic.MISSING;
    }

    private static boolean isAnyPresent(Column fine, int first, int end) {
        for (var i = first; i < end; i++) {
            if (fine.isPresent(i)) {
                return true;
            }
        }
        return false;
    }
}
