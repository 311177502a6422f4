package com.planitai.kpi.engine.evaluation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive cells. A value counts only where {@code missing} is {@link MissingCauses#PRESENT}; elsewhere that is the
 * number of the cause.
 *
 * @param set which cells were brought in rather than computed; null for none
 * @param computed what a formula gives where values were set over it; null when none were
 */
@SuppressWarnings("ArrayRecordComponent") // columns: nobody compares them, and boxing them is the cost to avoid
record Column(
        double[] values,
        int[] missing,
        boolean @Nullable [] set,
        @Nullable Column computed) {
    static Column of(double[] values, int[] missing) {
        return new Column(values, missing, null, null);
    }

    static Column missing(int length, int cause) {
        var missing = new int[length];
        Arrays.fill(missing, cause);
        return of(new double[length], missing);
    }

    static Column constant(int length, double value) {
        var values = new double[length];
        Arrays.fill(values, value);
        return of(values, new int[length]);
    }

    int length() {
        return values.length;
    }

    boolean isPresent(int index) {
        return missing[index] == MissingCauses.PRESENT;
    }

    boolean isSet(int index) {
        return set != null && set[index];
    }

    /** Part of the cells, without what was set over what. */
    Column slice(int from, int length) {
        if (from == 0 && length == values.length) {
            return this;
        }
        return of(Arrays.copyOfRange(values, from, from + length), Arrays.copyOfRange(missing, from, from + length));
    }

    /** Every cell taken from {@code periods} earlier; the first ones, which nobody reads, repeat the first cell. */
    Column shifted(int periods) {
        var shiftedValues = new double[values.length];
        var shiftedMissing = new int[values.length];
        for (var i = 0; i < values.length; i++) {
            var source = Math.max(0, i - periods);
            shiftedValues[i] = values[source];
            shiftedMissing[i] = missing[source];
        }
        return of(shiftedValues, shiftedMissing);
    }

    /** With the present cells of the other column over this one's, marked as set. */
    Column overlaidWith(Column over) {
        var mixedValues = values.clone();
        var mixedMissing = missing.clone();
        var mixedSet = set == null ? new boolean[values.length] : set.clone();
        for (var i = 0; i < values.length; i++) {
            if (over.isPresent(i)) {
                mixedValues[i] = over.values[i];
                mixedMissing[i] = MissingCauses.PRESENT;
                mixedSet[i] = true;
            }
        }
        return new Column(mixedValues, mixedMissing, mixedSet, computed == null ? this : computed);
    }
}
