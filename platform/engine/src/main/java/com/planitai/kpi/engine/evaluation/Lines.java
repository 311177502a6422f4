package com.planitai.kpi.engine.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The lines of one grouping, the same and in the same order for every KPI of a query, so that formulas combine columns by
 * index.
 */
final class Lines {
    /** The one line of what is not split. */
    static final Lines WHOLE = new Lines(List.of(Collections.emptySortedMap()));

    private final List<SortedMap<String, String>> members;
    private final Map<SortedMap<String, String>, Integer> indexes = new HashMap<>();

    private Lines(List<SortedMap<String, String>> members) {
        this.members = List.copyOf(members);
        for (var i = 0; i < members.size(); i++) {
            indexes.put(members.get(i), i);
        }
    }

    static Lines of(List<String> grouping, Collection<SortedMap<String, String>> combinations) {
        var lines = new TreeSet<SortedMap<String, String>>(
                Comparator.comparing(line -> List.copyOf(line.values()), Lines::compare));
        for (var combination : combinations) {
            var line = Selection.projected(combination, grouping);
            if (line.size() == grouping.size()) {
                lines.add(line);
            }
        }
        return new Lines(new ArrayList<>(lines));
    }

    private static int compare(List<String> left, List<String> right) {
        for (var i = 0; i < left.size(); i++) {
            var order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    int count() {
        return members.size();
    }

    SortedMap<String, String> members(int line) {
        return members.get(line);
    }

    /** The line to which members belong; −1 when to none. */
    int indexOf(SortedMap<String, String> line) {
        return indexes.getOrDefault(line, -1);
    }
}
