package com.planitai.kpi.server.kpi;

import java.util.List;

/** A dimension and its members in the order they are shown. */
public record DimensionRecord(String code, String name, List<Member> members) {
    public DimensionRecord {
        members = List.copyOf(members);
    }

    public record Member(String code, String name) {}

    public boolean hasMember(String member) {
        return members.stream().anyMatch(known -> known.code().equals(member));
    }
}
