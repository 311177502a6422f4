package com.planitai.kpi.engine.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The observations of one combination of members: ordinals ascending, beside them the values. Kept sparse, so that one
 * observation at a mistyped far year costs one slot and not a thousand; a query copies its range into a dense column.
 */
final class ObservationColumn {
    static final ObservationColumn EMPTY = new ObservationColumn(new int[0], new double[0]);

    private final int[] ordinals;
    private final double[] values;

    private ObservationColumn(int[] ordinals, double[] values) {
        this.ordinals = ordinals;
        this.values = values;
    }

    boolean isEmpty() {
        return ordinals.length == 0;
    }

    int size() {
        return ordinals.length;
    }

    int ordinal(int index) {
        return ordinals[index];
    }

    double value(int index) {
        return values[index];
    }

    /** Index of the first observation at or after the ordinal; {@link #size} when there is none. */
    int indexAtOrAfter(int ordinal) {
        var found = Arrays.binarySearch(ordinals, ordinal);
        return found >= 0 ? found : -found - 1;
    }

    /** The cells of a range, NaN where nothing was observed; without a copy where all of them were. */
    Column over(int low, int length) {
        var from = indexAtOrAfter(low);
        if (isDense(from, low, length)) {
            return Column.view(values, from, length);
        }
        var cells = new double[length];
        Arrays.fill(cells, Arithmetic.MISSING);
        for (var i = from; i < ordinals.length && ordinals[i] - low < length; i++) {
            cells[ordinals[i] - low] = values[i];
        }
        return Column.of(cells);
    }

    private boolean isDense(int from, int low, int length) {
        return from + length <= ordinals.length
                && ordinals[from] == low
                && ordinals[from + length - 1] - low == length - 1;
    }

    ObservationColumn patched(List<ObservationTable.Change> changes) {
        var cells = new TreeMap<Integer, Double>();
        for (var i = 0; i < ordinals.length; i++) {
            cells.put(ordinals[i], values[i]);
        }
        for (var change : changes) {
            var value = change.value();
            if (value == null) {
                cells.remove(change.ordinal());
            } else {
                cells.put(change.ordinal(), value);
            }
        }
        return new ObservationColumn(
                cells.keySet().stream().mapToInt(Integer::intValue).toArray(),
                cells.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Grows in the order of arrival, which is usually the order of time. */
    static final class Growing {
        private static final int FIRST_CAPACITY = 16;

        private int[] ordinals = new int[FIRST_CAPACITY];
        private double[] values = new double[FIRST_CAPACITY];
        private int size;
        private boolean ascending = true;

        void add(int ordinal, double value) {
            if (size == ordinals.length) {
                ordinals = Arrays.copyOf(ordinals, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            ascending &= size == 0 || ordinals[size - 1] < ordinal;
            ordinals[size] = ordinal;
            values[size] = value;
            size++;
        }

        ObservationColumn toColumn() {
            if (ascending) {
                return new ObservationColumn(Arrays.copyOf(ordinals, size), Arrays.copyOf(values, size));
            }
            var cells = new TreeMap<Integer, Double>();
            for (var i = 0; i < size; i++) {
                cells.put(ordinals[i], values[i]);
            }
            return new ObservationColumn(
                    cells.keySet().stream().mapToInt(Integer::intValue).toArray(),
                    cells.values().stream().mapToDouble(Double::doubleValue).toArray());
        }
    }
}
