package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.expression.LookBack;
import java.util.Arrays;
import java.util.Collection;

/**
 * Whether the input cells below each cell were all there, or none, or some: two flags that combine by OR. They settle the
 * completeness of most cells, so that only where some were there the cells below need to be counted.
 */
final class Presence {
    static final byte SOME_THERE = 1;
    static final byte SOME_ABSENT = 2;

    private final byte[] flags;

    private Presence(byte[] flags) {
        this.flags = flags;
    }

    static Presence absent(int length) {
        var flags = new byte[length];
        Arrays.fill(flags, SOME_ABSENT);
        return new Presence(flags);
    }

    static Presence of(Coverage coverage) {
        var flags = new byte[coverage.expected().length];
        for (var i = 0; i < flags.length; i++) {
            var there = coverage.observed()[i] > 0 ? SOME_THERE : 0;
            var absent = coverage.observed()[i] < coverage.expected()[i] ? SOME_ABSENT : 0;
            flags[i] = (byte) (there | absent);
        }
        return new Presence(flags);
    }

    /** Of a formula where it is run: all that it reads, in every period that it reads. */
    static Presence computed(Block.Computation computation, LookBack lookBack, int line, Column column) {
        var flags = new byte[computation.length()];
        for (var operand : computation.operands()) {
            var below = operand.presence(line).flags;
            for (int shift : lookBack.periods().getOrDefault(operand.key().kpi().value(), LookBack.NEVER)) {
                var from = computation.low() - shift - operand.low();
                for (var i = 0; i < flags.length; i++) {
                    flags[i] |= below[from + i];
                }
            }
        }
        return new Presence(flags).settledBy(column);
    }

    /** Of the cells that a formula's cells were rolled up to. */
    static Presence rolledUp(Collection<Presence> parts, Spans spans, Column column) {
        var flags = new byte[spans.count()];
        for (var part : parts) {
            for (var i = 0; i < flags.length; i++) {
                for (var index = spans.first(i); index <= spans.last(i); index++) {
                    flags[i] |= part.flags[index];
                }
            }
        }
        return new Presence(flags).settledBy(column);
    }

    /** A value that was set stands for all below it. */
    private Presence settledBy(Column column) {
        for (var i = 0; i < flags.length; i++) {
            if (column.isPresent(i) && column.isSet(i)) {
                flags[i] = SOME_THERE;
            }
        }
        return this;
    }

    /** Whether nothing below was absent; also when there is nothing below. */
    boolean isComplete(int index) {
        return (flags[index] & SOME_ABSENT) == 0;
    }

    boolean isEmpty(int index) {
        return flags[index] == SOME_ABSENT;
    }
}
