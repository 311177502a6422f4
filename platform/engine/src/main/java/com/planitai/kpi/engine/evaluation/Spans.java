package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;

/**
 * Which fine cells make up each of some consecutive coarse cells.
 *
 * @param fineLow ordinal of the first fine cell
 * @param starts index of each coarse cell's first fine cell, and one more for the end
 */
@SuppressWarnings("ArrayRecordComponent") // columns: nobody compares them, and boxing them is the cost to avoid
record Spans(int fineLow, int[] starts) {
    static Spans of(FiscalCalendar calendar, Grain coarse, int low, int high, Grain fine) {
        var fineLow = calendar.firstOrdinalWithin(coarse, low, fine);
        var starts = new int[high - low + 2];
        for (var i = 0; i < starts.length; i++) {
            starts[i] = calendar.firstOrdinalWithin(coarse, low + i, fine) - fineLow;
        }
        return new Spans(fineLow, starts);
    }

    int count() {
        return starts.length - 1;
    }

    int fineCount() {
        return starts[starts.length - 1];
    }

    int first(int coarse) {
        return starts[coarse];
    }

    int last(int coarse) {
        return starts[coarse + 1] - 1;
    }
}
