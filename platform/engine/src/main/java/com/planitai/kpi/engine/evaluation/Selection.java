package com.planitai.kpi.engine.evaluation;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The member filters of one query, as one set of members for each dimension that is filtered. */
final class Selection {
    private final NavigableMap<String, Set<String>> allowed = new TreeMap<>();

    Selection(Collection<MemberFilter> filters) {
        for (var filter : filters) {
            allowed.merge(filter.dimension(), filter.members(), Selection::intersection);
        }
    }

    private static Set<String> intersection(Set<String> left, Set<String> right) {
        var both = new HashSet<>(left);
        both.retainAll(right);
        return both;
    }

    private Selection(Map<String, Set<String>> allowed) {
        this.allowed.putAll(allowed);
    }

    boolean isEmpty() {
        return allowed.isEmpty();
    }

    /** Without the filters on these dimensions. */
    Selection without(List<String> dimensions) {
        var rest = new Selection(allowed);
        rest.allowed.keySet().removeAll(dimensions);
        return rest;
    }

    boolean keeps(Map<String, String> members) {
        return allowed.entrySet().stream().allMatch(filter -> {
            var member = members.get(filter.getKey());
            return member != null && filter.getValue().contains(member);
        });
    }

    /**
     * The members that a line stands for: its own, and that of each filter which leaves just one. A value set for exactly
     * these is the line's own value, not a part of it.
     */
    SortedMap<String, String> standsFor(SortedMap<String, String> line) {
        var members = new TreeMap<>(line);
        allowed.forEach((dimension, kept) -> {
            if (kept.size() == 1) {
                members.putIfAbsent(dimension, kept.iterator().next());
            }
        });
        return members;
    }

    /** The line of a grouping to which members belong; null-free only when they have all its dimensions. */
    static SortedMap<String, String> projected(Map<String, String> members, List<String> grouping) {
        var line = new TreeMap<String, String>();
        for (var dimension : grouping) {
            var member = members.get(dimension);
            if (member == null) {
                return Collections.emptySortedMap();
            }
            line.put(dimension, member);
        }
        return line;
    }
}
