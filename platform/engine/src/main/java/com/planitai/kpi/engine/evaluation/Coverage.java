package com.planitai.kpi.engine.evaluation;

import java.util.SortedMap;

/**
 * How much of an input's cells below each rolled-up cell was there.
 *
 * @param expected cells that could have been there
 * @param observed cells that were
 * @param covered observed cells and those that the missing policy filled
 * @param fingerprint sum over the covered cells of a hash of period and members: the same for the same cells
 */
@SuppressWarnings("ArrayRecordComponent") // columns: nobody compares them, and boxing them is the cost to avoid
record Coverage(int[] expected, int[] observed, int[] covered, long[] fingerprint) {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
    private static final int HALF = 32;

    static Coverage empty(int length) {
        return new Coverage(new int[length], new int[length], new int[length], new long[length]);
    }

    void count(int index, int ordinal, SortedMap<String, String> members, boolean wasObserved, boolean isCovered) {
        expected[index]++;
        if (wasObserved) {
            observed[index]++;
        }
        if (isCovered) {
            covered[index]++;
            fingerprint[index] += hash(ordinal, members);
        }
    }

    Coverage over(Spans spans) {
        var coarse = empty(spans.count());
        for (var i = 0; i < spans.count(); i++) {
            for (var index = spans.first(i); index < spans.end(i); index++) {
                coarse.expected[i] += expected[index];
                coarse.observed[i] += observed[index];
                coarse.covered[i] += covered[index];
                coarse.fingerprint[i] += fingerprint[index];
            }
        }
        return coarse;
    }

    private static long hash(int ordinal, SortedMap<String, String> members) {
        var mixed = (members.hashCode() * 31L + ordinal) * GOLDEN_RATIO;
        return (mixed ^ (mixed >>> HALF)) * GOLDEN_RATIO;
    }
}
