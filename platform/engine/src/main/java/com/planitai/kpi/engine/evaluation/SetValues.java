package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.time.FiscalCalendar;
import java.util.BitSet;
import java.util.SortedMap;

/**
 * Values set over a formula that nothing amounts to a rollup of, such as targets of a rate, in coarser periods and wider
 * lines than those they were set for. A rate that is the same in every part is that rate of the whole, whatever the
 * weights; differing ones have no whole without the weights, so the whole is computed and says so.
 */
final class SetValues {
    private final InputReader inputs;
    private final Block block;
    private final SortedMap<String, String> line;
    private final Spans spans;
    private final BitSet notRolledUp = new BitSet();

    SetValues(InputReader inputs, FiscalCalendar calendar, Block block, SortedMap<String, String> line) {
        this.inputs = inputs;
        this.block = block;
        this.line = line;
        this.spans = Spans.of(
                calendar,
                block.key().grain(),
                block.low(),
                block.high(),
                block.kpi().definition().grain());
    }

    /** Cells whose set parts could not be rolled up; known after {@link #overlaidOn}. */
    BitSet notRolledUp() {
        return notRolledUp;
    }

    Column overlaidOn(Column computed) {
        if (block.key().grain() == block.kpi().definition().grain()) {
            return computed;
        }
        var fine = inputs.set(block.kpi(), line, spans.fineLow(), spans.fineCount());
        var uniform = Column.missing(spans.count(), 1);
        for (var i = 0; i < spans.count(); i++) {
            if (isUniform(fine, i)) {
                uniform.values()[i] = fine.values()[spans.first(i)];
                uniform.missing()[i] = MissingCauses.PRESENT;
            }
        }
        return computed.overlaidWith(uniform);
    }

    private boolean isUniform(Column fine, int coarse) {
        var first = spans.first(coarse);
        var present = 0;
        var same = true;
        for (var index = first; index <= spans.last(coarse); index++) {
            if (fine.isPresent(index)) {
                present++;
                same &= fine.isPresent(first) && fine.values()[index] == fine.values()[first];
            }
        }
        var uniform = present > 0 && same && present == spans.last(coarse) - first + 1;
        notRolledUp.set(coarse, present > 0 && !uniform);
        return uniform;
    }
}
