package com.planitai.kpi.engine.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What was observed of one KPI in one scenario: a column for each combination of members. */
final class KpiObservations {
    /** Objects, key and place in maps around the values of a column. */
    private static final int BYTES_PER_COLUMN = 256;

    static final KpiObservations NONE = new KpiObservations(Map.of());

    private final Map<SortedMap<String, String>, ObservationColumn> byMembers;
    private final @Nullable ObservationColumn whole;
    private final long bytes;
    private final boolean hasChanges;

    KpiObservations(Map<SortedMap<String, String>, ObservationColumn> byMembers) {
        this.byMembers = Map.copyOf(byMembers);
        this.whole = byMembers.size() == 1
                ? byMembers.entrySet().stream()
                        .filter(entry -> entry.getKey().isEmpty())
                        .map(Map.Entry::getValue)
                        .findAny()
                        .orElse(null)
                : null;
        this.bytes = byMembers.values().stream()
                .mapToLong(column -> BYTES_PER_COLUMN + (long) column.size() * (Integer.BYTES + Double.BYTES))
                .sum();
        this.hasChanges = byMembers.values().stream().anyMatch(ObservationColumn::hasChanges);
    }

    /** Whether any value replaced another. */
    boolean hasChanges() {
        return hasChanges;
    }

    Map<SortedMap<String, String>, ObservationColumn> byMembers() {
        return byMembers;
    }

    /** The one column of a KPI that is not split; null when it is. */
    @Nullable ObservationColumn whole() {
        return whole;
    }

    /** About what it takes in memory. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return byMembers.isEmpty();
    }

    KpiObservations patched(Map<SortedMap<String, String>, List<ObservationTable.Change>> changes) {
        var patched = new HashMap<>(byMembers);
        changes.forEach((members, list) -> {
            var column = patched.getOrDefault(members, ObservationColumn.EMPTY).patched(list);
            if (column.isEmpty()) {
                patched.remove(members);
            } else {
                patched.put(members, column);
            }
        });
        return new KpiObservations(patched);
    }

    List<SortedMap<String, String>> combinations() {
        return new ArrayList<>(byMembers.keySet());
    }
}
