package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was observed, or set: per scenario, KPI and combination of members a column of values by period of the KPI's own
 * grain. Immutable and safe to share between threads.
 */
public final class ObservationTable {
    /** The day of change of a value that has replaced none. */
    public static final int UNCHANGED = Integer.MIN_VALUE;

    private final Map<String, Map<KpiCode, KpiObservations>> scenarios;
    private final long bytes;

    private ObservationTable(Map<String, Map<KpiCode, KpiObservations>> scenarios) {
        this.scenarios = scenarios;
        this.bytes = scenarios.values().stream()
                .flatMap(kpis -> kpis.values().stream())
                .mapToLong(KpiObservations::bytes)
                .sum();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** About what the table takes in memory, shared columns counted in full. */
    public long bytes() {
        return bytes;
    }

    /** KPIs of which the two do not share what was observed: of a table and one patched from it, those patched. */
    public Set<KpiCode> unshared(ObservationTable other) {
        var unshared = new HashSet<KpiCode>();
        addUnshared(this, other, unshared);
        addUnshared(other, this, unshared);
        return unshared;
    }

    private static void addUnshared(ObservationTable one, ObservationTable other, Set<KpiCode> unshared) {
        one.scenarios.forEach((scenario, kpis) -> kpis.forEach((kpi, observations) -> {
            if (observations != other.scenario(scenario).get(kpi)) {
                unshared.add(kpi);
            }
        }));
    }

    /** What was observed in a scenario, by KPI. */
    Map<KpiCode, KpiObservations> scenario(String scenario) {
        return scenarios.getOrDefault(scenario, Map.of());
    }

    /**
     * A table with these changes; what they do not touch is shared. Costs one copy of each touched column and of the
     * index of each touched scenario, not of the table.
     */
    public ObservationTable patched(List<Change> changes) {
        var grouped = new HashMap<String, Map<KpiCode, Map<SortedMap<String, String>, List<Change>>>>();
        for (var change : changes) {
            grouped.computeIfAbsent(change.scenario(), scenario -> new HashMap<>())
                    .computeIfAbsent(change.kpi(), kpi -> new HashMap<>())
                    .computeIfAbsent(change.members(), members -> new ArrayList<>())
                    .add(change);
        }
        var patched = new HashMap<>(scenarios);
        grouped.forEach((scenario, byKpi) -> {
            var kpis = new HashMap<>(scenario(scenario));
            byKpi.forEach((kpi, byMembers) -> {
                var observations = kpis.getOrDefault(kpi, KpiObservations.NONE).patched(byMembers);
                if (observations.isEmpty()) {
                    kpis.remove(kpi);
                } else {
                    kpis.put(kpi, observations);
                }
            });
            patched.put(scenario, kpis);
        });
        return new ObservationTable(patched);
    }

    /**
     * One changed cell.
     *
     * @param value null when the cell became empty
     * @param dayIfNew epoch day in the tenant's zone to note where the table has no value yet, for the cell may have had one
     *     before; {@link ObservationTable#UNCHANGED} for none
     * @param dayIfReplaced the same where the table has another value
     */
    public record Change(
            KpiCode kpi,
            String scenario,
            SortedMap<String, String> members,
            int ordinal,
            @Nullable Double value,
            int dayIfNew,
            int dayIfReplaced) {
        public Change {
            Objects.requireNonNull(kpi, "kpi");
            Objects.requireNonNull(scenario, "scenario");
            members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
            if (value != null) {
                requireFinite(value);
            }
        }

        /** Of which nobody asks when it happened. */
        public Change(
                KpiCode kpi, String scenario, SortedMap<String, String> members, int ordinal, @Nullable Double value) {
            this(kpi, scenario, members, ordinal, value, UNCHANGED, UNCHANGED);
        }

        /** The same, made on an epoch day in a cell that was never empty again after it had a value. */
        public Change on(int day) {
            return new Change(kpi, scenario, members, ordinal, value, UNCHANGED, day);
        }
    }

    private static void requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("expected a finite value, got " + value);
        }
    }

    /** Collects observations in any order; of several for one cell the last put wins. Not safe for several threads. */
    public static final class Builder {
        private final Map<String, Map<KpiCode, Map<SortedMap<String, String>, ObservationColumn.Growing>>> growing =
                new HashMap<>();

        private Builder() {}

        /**
         * Notes one observation.
         *
         * @param members the combination by dimension code, empty for none
         * @param ordinal of a period of the KPI's own grain
         */
        public Builder put(KpiCode kpi, String scenario, SortedMap<String, String> members, int ordinal, double value) {
            return put(kpi, scenario, members, ordinal, value, UNCHANGED);
        }

        /** As above, with the epoch day in the tenant's zone on which the value last replaced another. */
        public Builder put(
                KpiCode kpi,
                String scenario,
                SortedMap<String, String> members,
                int ordinal,
                double value,
                int changedDay) {
            requireFinite(value);
            var byMembers = growing.computeIfAbsent(scenario, key -> new HashMap<>())
                    .computeIfAbsent(kpi, key -> new HashMap<>());
            var column = byMembers.get(members);
            if (column == null) {
                column = new ObservationColumn.Growing();
                byMembers.put(Collections.unmodifiableSortedMap(new TreeMap<>(members)), column);
            }
            column.add(ordinal, value, changedDay);
            return this;
        }

        public ObservationTable build() {
            var built = new HashMap<String, Map<KpiCode, KpiObservations>>();
            growing.forEach((scenario, byKpi) -> {
                var kpis = new HashMap<KpiCode, KpiObservations>();
                byKpi.forEach((kpi, byMembers) -> {
                    var columns = new HashMap<SortedMap<String, String>, ObservationColumn>();
                    byMembers.forEach((members, column) -> columns.put(members, column.toColumn()));
                    kpis.put(kpi, new KpiObservations(columns));
                });
                built.put(scenario, kpis);
            });
            return new ObservationTable(built);
        }
    }
}
