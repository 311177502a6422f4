package com.planitai.kpi.server.limit;

import com.planitai.kpi.server.http.RateLimits.Scope;
import java.time.Duration;

/**
 * All limits of this release.
 *
 * @param expectedInstances by which a limit is divided while the instances cannot count together. Fewer instances are then
 *     stricter than the limit, more of them admit their number divided by this one times the limit
 */
record Limits(Limit tenant, Limit operator, Limit address, Limit signIn, Limit account, int expectedInstances) {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    static final Limits DEFAULT = new Limits(
            new Limit(1_200, MINUTE),
            new Limit(600, MINUTE),
            new Limit(600, MINUTE),
            new Limit(60, MINUTE),
            new Limit(20, MINUTE),
            4);

    Limits {
        if (expectedInstances < 1) {
            throw new IllegalArgumentException("expected instances: expected 1 or more, got " + expectedInstances);
        }
    }

    Limit of(Scope scope) {
        return switch (scope) {
            case TENANT -> tenant;
            case OPERATOR -> operator;
            case ADDRESS -> address;
            case SIGN_IN -> signIn;
            case ACCOUNT -> account;
        };
    }
}
