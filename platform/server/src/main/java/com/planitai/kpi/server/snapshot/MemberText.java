package com.planitai.kpi.server.snapshot;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Members of a cell as the database keeps them: {@code dim=member;dim=member} by dimension code, empty for the whole. */
public final class MemberText {
    private MemberText() {}

    /** Codes hold neither {@code =} nor {@code ;}, so nothing needs escaping. */
    public static String write(SortedMap<String, String> members) {
        return members.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(";"));
    }

    public static SortedMap<String, String> read(String text) {
        if (text.isEmpty()) {
            return Collections.emptySortedMap();
        }
        SortedMap<String, String> members = new TreeMap<>();
        for (String pair : text.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("expected dimension=member pairs, got \"" + text + "\"");
            }
            members.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return Collections.unmodifiableSortedMap(members);
    }
}
