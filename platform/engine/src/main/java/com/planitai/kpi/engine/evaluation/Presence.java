package com.planitai.kpi.engine.evaluation;

import java.util.ArrayList;
import java.util.Arrays;

/**
 * Whether the input cells below each cell of a run were all there, or none, or some: two flags that combine by OR. They
 * settle the completeness of most cells, so that only where some were there the cells below need to be counted. Made only
 * for runs in which anything was absent.
 */
final class Presence {
    private static final byte SOME_THERE = 1;
    private static final byte SOME_ABSENT = 2;

    private final QueryRun run;
    private final byte[][][] flags;
    private final byte[][][] computedFlags;

    private Presence(QueryRun run) {
        this.run = run;
        this.flags = new byte[run.blocks().size()][][];
        this.computedFlags = new byte[flags.length][][];
    }

    static Presence of(QueryRun run) {
        var presence = new Presence(run);
        run.blocks().reversed().forEach(presence::mark);
        return presence;
    }

    /** Whether nothing below was absent; also when there is nothing below. */
    boolean isComplete(Block block, int line, int index) {
        return (flags[block.step().place()][line][index] & SOME_ABSENT) == 0;
    }

    boolean isEmpty(Block block, int line, int index) {
        return flags[block.step().place()][line][index] == SOME_ABSENT;
    }

    private void mark(Block block) {
        var computation = block.computation();
        var place = block.step().place();
        if (block.step().isFinerThanGrain()) {
            flags[place] = filled(run.lines(block).count(), block.length());
        } else if (computation == null) {
            flags[place] = ofInput(block);
        } else {
            computedFlags[place] = computed(block, computation);
            flags[place] = rolledUp(block, computation);
        }
    }

    private static byte[][] filled(int lines, int length) {
        var absent = new byte[lines][length];
        for (var line : absent) {
            Arrays.fill(line, SOME_ABSENT);
        }
        return absent;
    }

    private byte[][] ofInput(Block block) {
        var marked = new byte[run.lines(block).count()][];
        for (var line = 0; line < marked.length; line++) {
            marked[line] = new byte[block.length()];
            var coverage = run.coverage(block, line);
            for (var i = 0; i < marked[line].length; i++) {
                var there = coverage.observed()[i] > 0 ? SOME_THERE : 0;
                var absent = coverage.observed()[i] < coverage.expected()[i] ? SOME_ABSENT : 0;
                marked[line][i] = (byte) (there | absent);
            }
        }
        return marked;
    }

    /** Of a formula where it is run: all that it reads, in every period that it reads. */
    private byte[][] computed(Block block, Program.Computation computation) {
        var marked = new byte[run.splits().lines(computation.split()).count()][block.fineLength()];
        for (var line = 0; line < marked.length; line++) {
            for (var i = 0; i < marked[line].length; i++) {
                marked[line][i] = below(computation, line, block.fineLow() + i);
            }
            settle(marked[line], block.computed(line));
        }
        return marked;
    }

    private byte below(Program.Computation computation, int line, int ordinal) {
        var formula = computation.formulaAt(ordinal);
        var operands = formula.expression().operands();
        byte below = 0;
        for (var slot = 0; slot < operands.size(); slot++) {
            var operand = run.block(formula.operands()[slot]);
            var at = run.splits().places(computation.split(), operand.key().split())[line];
            if (at >= 0) {
                for (var source : formula.reach().sources(operands.get(slot), computation.grain(), ordinal)) {
                    below |= flags[operand.step().place()][at][source - operand.low()];
                }
            }
        }
        return below;
    }

    /** Of the cells that a formula's cells were rolled up to. */
    private byte[][] rolledUp(Block block, Program.Computation computation) {
        var marked = new byte[run.lines(block).count()][block.length()];
        for (var line = 0; line < marked.length; line++) {
            var parts = new ArrayList<byte[]>();
            for (var part : run.partsOf(block, computation, line)) {
                parts.add(computedFlags[block.step().place()][part]);
            }
            for (var i = 0; i < marked[line].length; i++) {
                for (var fine = block.firstFine(i); fine < block.endFine(i); fine++) {
                    for (var part : parts) {
                        marked[line][i] |= part[fine];
                    }
                }
            }
            settle(marked[line], block.column(line));
        }
        return marked;
    }

    /** A value that was set stands for all below it. */
    private static void settle(byte[] marked, Column column) {
        for (var i = 0; i < marked.length; i++) {
            if (column.isPresent(i) && column.isSet(i)) {
                marked[i] = SOME_THERE;
            }
        }
    }
}
