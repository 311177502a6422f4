package com.planitai.kpi.engine.evaluation;

import java.util.Objects;
import java.util.Set;

/** Keeps the cells whose member of the dimension is one of these. Several filters must all hold. */
public record MemberFilter(String dimension, Set<String> members) {
    public MemberFilter {
        Objects.requireNonNull(dimension, "dimension");
        members = Set.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("expected at least one member of " + dimension + ", got none");
        }
    }
}
