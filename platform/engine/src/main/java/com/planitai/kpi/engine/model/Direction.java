package com.planitai.kpi.engine.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which way is good; bounds exactly for {@link Kind#RANGE}, both included, in the KPI's own unit. */
public record Direction(
        Kind kind, @Nullable Double lower, @Nullable Double upper) {
    /** The ways there are. */
    public enum Kind {
        UP,
        DOWN,
        RANGE
    }

    public static final Direction UP = new Direction(Kind.UP, null, null);
    public static final Direction DOWN = new Direction(Kind.DOWN, null, null);

    public Direction {
        Objects.requireNonNull(kind, "kind");
        if (kind == Kind.RANGE ? !isBand(lower, upper) : lower != null || upper != null) {
            throw new IllegalArgumentException(
                    "expected finite bounds lower < upper exactly for RANGE, got %s and %s for %s"
                            .formatted(lower, upper, kind));
        }
    }

    public static Direction range(double lower, double upper) {
        return new Direction(Kind.RANGE, lower, upper);
    }

    /**
     * With a band as wide and as far from 0 as a share of this one.
     *
     * @param share above 0
     */
    public Direction times(double share) {
        return lower == null || upper == null ? this : range(lower * share, upper * share);
    }

    private static boolean isBand(@Nullable Double lower, @Nullable Double upper) {
        return lower != null && upper != null && Double.isFinite(upper - lower) && lower < upper;
    }
}
