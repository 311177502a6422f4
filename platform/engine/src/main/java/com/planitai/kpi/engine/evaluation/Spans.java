package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;

/**
 * Which fine cells make up each of some consecutive coarse cells.
 *
 * @param fineLow ordinal of the first fine cell of all
 * @param firsts index, from there, of each coarse cell's first fine cell
 * @param ends index after each coarse cell's last fine cell
 */
@SuppressWarnings("ArrayRecordComponent") // columns: nobody compares them, and boxing them is the cost to avoid
record Spans(int fineLow, int[] firsts, int[] ends) {
    static Spans of(FiscalCalendar calendar, Grain coarse, int low, int high, Grain fine) {
        var fineLow = calendar.firstOrdinalWithin(coarse, low, fine);
        var count = high - low + 1;
        var firsts = new int[count];
        var ends = new int[count];
        for (var i = 0; i < count; i++) {
            firsts[i] = i == 0 ? 0 : ends[i - 1];
            ends[i] = calendar.firstOrdinalWithin(coarse, low + i + 1, fine) - fineLow;
        }
        return new Spans(fineLow, firsts, ends);
    }

    /** Of the part of the unit that ends with each cell of the grain. */
    static Spans toDate(FiscalCalendar calendar, Grain unit, Grain grain, int low, int high, Grain fine) {
        var fineLow = calendar.firstOrdinalWithin(unit, calendar.ordinalContaining(unit, grain, low), fine);
        var count = high - low + 1;
        var firsts = new int[count];
        var ends = new int[count];
        for (var i = 0; i < count; i++) {
            var whole = calendar.ordinalContaining(unit, grain, low + i);
            firsts[i] = calendar.firstOrdinalWithin(unit, whole, fine) - fineLow;
            ends[i] = Math.max(firsts[i], calendar.lastOrdinalWithin(grain, low + i, fine) + 1 - fineLow);
        }
        return new Spans(fineLow, firsts, ends);
    }

    int count() {
        return firsts.length;
    }

    /** The fine cells in all, whether or not they belong to a coarse one. */
    int fineCount() {
        return ends[ends.length - 1];
    }

    int first(int coarse) {
        return firsts[coarse];
    }

    int end(int coarse) {
        return ends[coarse];
    }
}
