package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was observed, or set: per KPI, scenario and combination of members a column of values by period of the KPI's own
 * grain. Immutable and safe to share between threads.
 */
public final class ObservationTable {
    /** Objects, keys and places in maps around the values of a column. */
    private static final int BYTES_PER_COLUMN = 256;

    private final Map<SeriesKey, Map<SortedMap<String, String>, ObservationColumn>> columns;
    private final long bytes;

    private ObservationTable(Map<SeriesKey, Map<SortedMap<String, String>, ObservationColumn>> columns) {
        this.columns = columns;
        this.bytes = columns.values().stream()
                .flatMap(byMembers -> byMembers.values().stream())
                .mapToLong(column -> BYTES_PER_COLUMN + (long) column.size() * (Integer.BYTES + Double.BYTES))
                .sum();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** About what the table takes in memory, shared columns counted in full. */
    public long bytes() {
        return bytes;
    }

    /** The columns of a KPI in a scenario, by members. */
    Map<SortedMap<String, String>, ObservationColumn> columns(KpiCode kpi, String scenario) {
        return columns.getOrDefault(new SeriesKey(kpi, scenario), Map.of());
    }

    /**
     * A table with these changes; what they do not touch is shared. Costs one copy of each touched column and of the
     * index, not of the table.
     */
    public ObservationTable patched(List<Change> changes) {
        var patched = new HashMap<>(columns);
        var copied = new HashMap<SeriesKey, Map<SortedMap<String, String>, List<Change>>>();
        for (var change : changes) {
            copied.computeIfAbsent(new SeriesKey(change.kpi(), change.scenario()), key -> new HashMap<>())
                    .computeIfAbsent(change.members(), members -> new ArrayList<>())
                    .add(change);
        }
        copied.forEach((key, byMembers) -> {
            var own = new HashMap<>(patched.getOrDefault(key, Map.of()));
            byMembers.forEach((members, list) -> {
                var column = own.getOrDefault(members, ObservationColumn.EMPTY).patched(list);
                if (column.isEmpty()) {
                    own.remove(members);
                } else {
                    own.put(members, column);
                }
            });
            patched.put(key, Map.copyOf(own));
        });
        return new ObservationTable(Map.copyOf(patched));
    }

    /**
     * One changed cell.
     *
     * @param value null when the cell became empty
     */
    public record Change(
            KpiCode kpi,
            String scenario,
            SortedMap<String, String> members,
            int ordinal,
            @Nullable Double value) {
        public Change {
            Objects.requireNonNull(kpi, "kpi");
            Objects.requireNonNull(scenario, "scenario");
            members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
            if (value != null) {
                requireFinite(value);
            }
        }
    }

    private record SeriesKey(KpiCode kpi, String scenario) {}

    private static void requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("expected a finite value, got " + value);
        }
    }

    /** Collects observations in any order; of several for one cell the last put wins. Not safe for several threads. */
    public static final class Builder {
        private final Map<SeriesKey, Map<SortedMap<String, String>, ObservationColumn.Growing>> growing =
                new HashMap<>();

        private Builder() {}

        /**
         * Notes one observation.
         *
         * @param members the combination by dimension code, empty for none
         * @param ordinal of a period of the KPI's own grain
         */
        public Builder put(KpiCode kpi, String scenario, SortedMap<String, String> members, int ordinal, double value) {
            requireFinite(value);
            var byMembers = growing.computeIfAbsent(new SeriesKey(kpi, scenario), key -> new HashMap<>());
            var column = byMembers.get(members);
            if (column == null) {
                column = new ObservationColumn.Growing();
                byMembers.put(Collections.unmodifiableSortedMap(new TreeMap<>(members)), column);
            }
            column.add(ordinal, value);
            return this;
        }

        public ObservationTable build() {
            var built = new HashMap<SeriesKey, Map<SortedMap<String, String>, ObservationColumn>>();
            growing.forEach((key, byMembers) -> {
                var own = new HashMap<SortedMap<String, String>, ObservationColumn>();
                byMembers.forEach((members, column) -> own.put(members, column.toColumn()));
                built.put(key, Map.copyOf(own));
            });
            return new ObservationTable(Map.copyOf(built));
        }
    }
}
