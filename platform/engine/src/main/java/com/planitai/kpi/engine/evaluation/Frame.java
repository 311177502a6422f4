package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.time.Grain;

/** What a run of a compiled formula reads: a column for each operand. Used again for the next formula, by one thread. */
final class Frame {
    private Grain grain = Grain.DAY;
    private final Column[] columns;
    private final int[] lows;

    /** Where the array that a node has just given begins to hold its cells. */
    int offset;

    /** @param operands the most that any formula has which is run in it */
    Frame(int operands) {
        this.columns = new Column[operands];
        this.lows = new int[operands];
    }

    /** Another formula is run, over periods of a grain. */
    void begin(Grain formulaGrain) {
        grain = formulaGrain;
    }

    /** @param low ordinal of the column's first cell */
    void load(int slot, Column column, int low) {
        columns[slot] = column;
        lows[slot] = low;
    }

    Grain grain() {
        return grain;
    }

    /** The operand's array, with {@link #offset} at the cell of the ordinal. */
    double[] at(int slot, int ordinal) {
        var column = columns[slot];
        offset = column.offset() + ordinal - lows[slot];
        return column.array();
    }
}
