package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.Grain;
import java.util.Arrays;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive cells, NaN where there is none. A view of an array that others may share, so nobody writes to it. Immutable
 * and thread-safe.
 */
public final class Column {
    private final double[] values;
    private final int offset;
    private final int length;
    private final boolean @Nullable [] set;
    private final @Nullable Column computed;

    private Column(double[] values, int offset, int length, boolean @Nullable [] set, @Nullable Column computed) {
        this.values = values;
        this.offset = offset;
        this.length = length;
        this.set = set;
        this.computed = computed;
    }

    /**
     * @param set which cells were brought in over a formula; null for none
     * @param computed what the formula gives; null when nothing was set over it
     */
    Column(double[] values, boolean @Nullable [] set, @Nullable Column computed) {
        this(values, 0, values.length, set, computed);
    }

    static Column of(double... values) {
        return view(values, 0, values.length);
    }

    static Column view(double[] values, int offset, int length) {
        return new Column(values, offset, length, null, null);
    }

    static Column missing(int length) {
        var values = new double[length];
        Arrays.fill(values, Arithmetic.MISSING);
        return of(values);
    }

    public int length() {
        return length;
    }

    /** NaN where there is no value. */
    public double value(int index) {
        return values[offset + index];
    }

    public boolean isPresent(int index) {
        return Arithmetic.isPresent(values[offset + index]);
    }

    public double[] toArray() {
        return Arrays.copyOfRange(values, offset, offset + length);
    }

    boolean hasSetCells() {
        return set != null;
    }

    boolean isSet(int index) {
        return set != null && set[index];
    }

    @Nullable Column computed() {
        return computed;
    }

    /** The array behind it, of which the cells begin at {@link #offset}. */
    double[] array() {
        return values;
    }

    int offset() {
        return offset;
    }

    double rolled(Rollup rollup, int from, int end) {
        return RollupMath.rolled(rollup, values, offset + from, offset + end);
    }

    /** Part of the cells, without what was set over what. */
    Column slice(int from, int count) {
        return from == 0 && count == length ? this : view(values, offset + from, count);
    }

    /** @param low ordinal of the first cell */
    Column changedBy(Overrides overrides, KpiCode kpi, Grain grain, int low, SortedMap<String, String> members) {
        if (!overrides.kpis().contains(kpi)) {
            return this;
        }
        var changed = toArray();
        for (var i = 0; i < length; i++) {
            changed[i] = Arithmetic.finite(overrides.changed(kpi, grain, low + i, members, changed[i]));
        }
        return of(changed);
    }

    /** With the present cells of the other column over this one's, marked as set. */
    Column overlaidWith(Column over) {
        var mixed = toArray();
        var mixedSet = set == null ? new boolean[length] : set.clone();
        for (var i = 0; i < length; i++) {
            if (over.isPresent(i)) {
                mixed[i] = over.value(i);
                mixedSet[i] = true;
            }
        }
        return new Column(mixed, mixedSet, computed == null ? this : computed);
    }
}
