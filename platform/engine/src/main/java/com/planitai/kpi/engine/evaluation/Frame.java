package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.time.Grain;

/** What a run of a compiled formula reads: a column for each operand. Used again for the next formula, by one thread. */
final class Frame {
    private Grain grain = Grain.DAY;
    private final double[][] arrays;
    /** Where in its array the cell of ordinal 0 would be. */
    private final int[] bases;

    /** Where the array that a node has just given begins to hold its cells. */
    int offset;

    /** @param operands the most that any formula has which is run in it */
    Frame(int operands) {
        this.arrays = new double[operands][];
        this.bases = new int[operands];
    }

    /** Another formula is run, over periods of a grain. */
    void begin(Grain formulaGrain) {
        grain = formulaGrain;
    }

    /** @param low ordinal of the column's first cell */
    void load(int slot, Column column, int low) {
        arrays[slot] = column.array();
        bases[slot] = column.offset() - low;
    }

    Grain grain() {
        return grain;
    }

    /** The operand's array, with {@link #offset} at the cell of the ordinal. */
    double[] at(int slot, int ordinal) {
        offset = bases[slot] + ordinal;
        return arrays[slot];
    }
}
