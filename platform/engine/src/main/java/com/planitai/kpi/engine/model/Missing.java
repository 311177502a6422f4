package com.planitai.kpi.engine.model;

import java.util.Objects;

/**
 * What an absent observation means.
 *
 * @param limit for {@link MissingPolicy#CARRY_FORWARD} how many periods of the KPI's own grain a value lasts; else 0
 */
public record Missing(MissingPolicy policy, int limit) {
    public static final int MAX_CARRY_FORWARD_PERIODS = 1_000;

    public static final Missing NULL = new Missing(MissingPolicy.NULL, 0);
    public static final Missing ZERO = new Missing(MissingPolicy.ZERO, 0);

    public Missing {
        Objects.requireNonNull(policy, "policy");
        var carries = policy == MissingPolicy.CARRY_FORWARD;
        if (carries ? limit < 1 || limit > MAX_CARRY_FORWARD_PERIODS : limit != 0) {
            throw new IllegalArgumentException(
                    "expected a limit of 1 to %d periods for CARRY_FORWARD and 0 else, got %d for %s"
                            .formatted(MAX_CARRY_FORWARD_PERIODS, limit, policy));
        }
    }

    public static Missing carryForward(int limit) {
        return new Missing(MissingPolicy.CARRY_FORWARD, limit);
    }
}
