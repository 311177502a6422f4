package com.planitai.kpi.engine.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The observations of one combination of members: ordinals ascending, beside them the values. Kept sparse, so that one
 * observation at a mistyped far year costs one slot and not a thousand; a query copies its range into a dense column.
 */
final class ObservationColumn {
    static final ObservationColumn EMPTY = new ObservationColumn(new int[0], new double[0], null);

    private final int[] ordinals;
    private final double[] values;
    /** Days on which values changed; null where none did, which saves most columns the room. */
    private final int @Nullable [] changedDays;

    private ObservationColumn(int[] ordinals, double[] values, int @Nullable [] changedDays) {
        this.ordinals = ordinals;
        this.values = values;
        this.changedDays = changedDays;
    }

    private static ObservationColumn of(NavigableMap<Integer, Slot> slots) {
        var changed = slots.values().stream().anyMatch(slot -> slot.changedDay() != ObservationTable.UNCHANGED);
        return new ObservationColumn(
                slots.keySet().stream().mapToInt(Integer::intValue).toArray(),
                slots.values().stream().mapToDouble(Slot::value).toArray(),
                changed ? slots.values().stream().mapToInt(Slot::changedDay).toArray() : null);
    }

    private record Slot(double value, int changedDay) {}

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

    boolean hasChanges() {
        return changedDays != null;
    }

    /** Epoch day on which the value replaced another; {@link ObservationTable#UNCHANGED} while it is the first. */
    int changedDay(int index) {
        return changedDays == null ? ObservationTable.UNCHANGED : changedDays[index];
    }

    /** Index of the first observation at or after the ordinal; {@link #size} when there is none. */
    int indexAtOrAfter(int ordinal) {
        var found = Arrays.binarySearch(ordinals, ordinal);
        return found >= 0 ? found : -found - 1;
    }

    /** The cells of a range, NaN where nothing was observed; without a copy where all of them were. */
    Column over(int low, int length) {
        if (covers(low, length)) {
            return Column.view(values, indexOf(low), length);
        }
        var cells = new double[length];
        Arrays.fill(cells, Arithmetic.MISSING);
        for (var i = indexAtOrAfter(low); i < ordinals.length && ordinals[i] - low < length; i++) {
            cells[ordinals[i] - low] = values[i];
        }
        return Column.of(cells);
    }

    /** Whether each cell of a range was observed. */
    boolean covers(int low, int length) {
        var first = indexOf(low);
        return first >= 0
                && first + length <= ordinals.length
                && ordinals[first] == low
                && ordinals[first + length - 1] - low == length - 1;
    }

    /** Index of an ordinal; found at once where there is no gap, which is the rule. Below 0 when it has no observation. */
    private int indexOf(int ordinal) {
        var guess = ordinals.length == 0 ? -1 : ordinal - ordinals[0];
        return guess >= 0 && guess < ordinals.length && ordinals[guess] == ordinal
                ? guess
                : Arrays.binarySearch(ordinals, ordinal);
    }

    ObservationColumn patched(List<ObservationTable.Change> changes) {
        var replaced = replaced(changes);
        if (replaced != null) {
            return replaced;
        }
        var slots = new TreeMap<Integer, Slot>();
        for (var i = 0; i < ordinals.length; i++) {
            slots.put(ordinals[i], new Slot(values[i], changedDay(i)));
        }
        for (var change : changes) {
            var value = change.value();
            var known = slots.get(change.ordinal());
            if (value == null) {
                slots.remove(change.ordinal());
            } else if (known == null) {
                slots.put(change.ordinal(), new Slot(value, change.dayIfNew()));
            } else if (known.value() != value) {
                slots.put(change.ordinal(), new Slot(value, change.dayIfReplaced()));
            }
        }
        return of(slots);
    }

    /** With other values in cells that are there, which is what most changes are; null when a cell comes or goes. */
    private @Nullable ObservationColumn replaced(List<ObservationTable.Change> changes) {
        var changed = values.clone();
        int[] days = changedDays == null ? null : changedDays.clone();
        for (var change : changes) {
            var value = change.value();
            var index = indexOf(change.ordinal());
            if (value == null || index < 0) {
                return null;
            }
            if (changed[index] != value) {
                changed[index] = value;
                days = noted(days, index, change.dayIfReplaced());
            }
        }
        return new ObservationColumn(ordinals, changed, days);
    }

    private int @Nullable [] noted(int @Nullable [] days, int index, int day) {
        if (days == null && day == ObservationTable.UNCHANGED) {
            return null;
        }
        var noted = days;
        if (noted == null) {
            noted = new int[ordinals.length];
            Arrays.fill(noted, ObservationTable.UNCHANGED);
        }
        noted[index] = day;
        return noted;
    }

    /** Grows in the order of arrival, which is usually the order of time. */
    static final class Growing {
        private static final int FIRST_CAPACITY = 16;

        private int[] ordinals = new int[FIRST_CAPACITY];
        private double[] values = new double[FIRST_CAPACITY];
        private int @Nullable [] changedDays;
        private int size;
        private boolean ascending = true;

        void add(int ordinal, double value, int changedDay) {
            if (size == ordinals.length) {
                ordinals = Arrays.copyOf(ordinals, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            note(changedDay);
            ascending &= size == 0 || ordinals[size - 1] < ordinal;
            ordinals[size] = ordinal;
            values[size] = value;
            size++;
        }

        private void note(int changedDay) {
            var days = changedDays;
            if (days == null && changedDay == ObservationTable.UNCHANGED) {
                return;
            }
            if (days == null || days.length < ordinals.length) {
                var filled = days == null ? 0 : days.length;
                days = days == null ? new int[ordinals.length] : Arrays.copyOf(days, ordinals.length);
                Arrays.fill(days, filled, days.length, ObservationTable.UNCHANGED);
                changedDays = days;
            }
            days[size] = changedDay;
        }

        ObservationColumn toColumn() {
            var days = changedDays;
            if (ascending) {
                return new ObservationColumn(
                        Arrays.copyOf(ordinals, size),
                        Arrays.copyOf(values, size),
                        days == null ? null : Arrays.copyOf(days, size));
            }
            var slots = new TreeMap<Integer, Slot>();
            for (var i = 0; i < size; i++) {
                slots.put(ordinals[i], new Slot(values[i], days == null ? ObservationTable.UNCHANGED : days[i]));
            }
            return of(slots);
        }
    }
}
