package com.planitai.kpi.spi;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a period without an observation means. */
public final class MissingPolicy {
    private static final int MAX_PERIODS = 1_000;

    private final Kind kind;
    private final @Nullable Integer limit;

    private MissingPolicy(Kind kind, @Nullable Integer limit) {
        this.kind = kind;
        this.limit = limit;
    }

    /** {@return the value is missing} */
    public static MissingPolicy asMissing() {
        return new MissingPolicy(Kind.NULL, null);
    }

    /** {@return the value is zero} */
    public static MissingPolicy asZero() {
        return new MissingPolicy(Kind.ZERO, null);
    }

    /**
     * The value is that of the last period that had one.
     *
     * @param periods how many periods back at most, 1 to 1,000
     * @return the policy
     * @throws IllegalArgumentException if the number of periods is out of its range
     */
    public static MissingPolicy carriedForward(int periods) {
        return new MissingPolicy(Kind.CARRY_FORWARD, Require.range(periods, "periods", 1, MAX_PERIODS));
    }

    /** {@return the kind of policy} */
    public Kind kind() {
        return kind;
    }

    /** {@return how many periods back a value is looked for; present exactly for {@link Kind#CARRY_FORWARD}} */
    public OptionalInt limit() {
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MissingPolicy that && kind == that.kind && limit().equals(that.limit());
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + limit().hashCode();
    }

    @Override
    public String toString() {
        return limit == null ? kind.name() : kind + "(" + limit + ")";
    }

    /** The kinds of policies. */
    public enum Kind {
        /** The value is missing. */
        NULL,

        /** The value is zero. */
        ZERO,

        /** The value is that of the last period that had one. */
        CARRY_FORWARD
    }
}
