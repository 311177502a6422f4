package com.planitai.kpi.spi;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Which way is good. */
public final class Direction {
    private final Kind kind;
    private final @Nullable Double lower;
    private final @Nullable Double upper;

    private Direction(Kind kind, @Nullable Double lower, @Nullable Double upper) {
        this.kind = kind;
        this.lower = lower;
        this.upper = upper;
    }

    /** {@return more is good} */
    public static Direction up() {
        return new Direction(Kind.UP, null, null);
    }

    /** {@return less is good} */
    public static Direction down() {
        return new Direction(Kind.DOWN, null, null);
    }

    /**
     * Between two bounds is good.
     *
     * @param lower the lower bound in the KPI's unit
     * @param upper the upper bound in the KPI's unit, greater than the lower
     * @return the direction
     * @throws IllegalArgumentException if a bound is not finite or the upper is not greater
     */
    public static Direction range(double lower, double upper) {
        if (Require.finite(lower, "lower") >= Require.finite(upper, "upper")) {
            throw new IllegalArgumentException("upper must be greater than lower " + lower + ", was " + upper);
        }
        return new Direction(Kind.RANGE, lower, upper);
    }

    /** {@return the kind of direction} */
    public Kind kind() {
        return kind;
    }

    /** {@return the lower bound; present exactly for {@link Kind#RANGE}} */
    public OptionalDouble lower() {
        return lower == null ? OptionalDouble.empty() : OptionalDouble.of(lower);
    }

    /** {@return the upper bound; present exactly for {@link Kind#RANGE}} */
    public OptionalDouble upper() {
        return upper == null ? OptionalDouble.empty() : OptionalDouble.of(upper);
    }

    private List<@Nullable Object> state() {
        return Arrays.asList(kind, lower, upper);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Direction that && state().equals(that.state());
    }

    @Override
    public int hashCode() {
        return state().hashCode();
    }

    @Override
    public String toString() {
        return "Direction" + state();
    }

    /** The kinds of directions. */
    public enum Kind {
        /** More is good. */
        UP,

        /** Less is good. */
        DOWN,

        /** Between two bounds is good. */
        RANGE
    }
}
