package com.planitai.kpi.server.http;

import com.planitai.kpi.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How often somebody may ask. All instances count together. */
public interface RateLimits {
    /** Takes one request of the subject's quota, if there is one left. */
    Verdict take(Subject subject);

    /**
     * Takes one request of the subject's quota.
     *
     * @throws ProblemException 429 when there is none left
     */
    default void require(Subject subject) {
        if (take(subject) instanceof Verdict.Refused(Quota quota)) {
            throw quota.exceeded().asException();
        }
    }

    /** Requests of this scope that this instance has refused since it started. */
    long refused(Scope scope);

    /** What is counted; its name is the one that callers see in headers. */
    enum Scope {
        /** Requests of a tenant's members. */
        TENANT,
        /** Requests of an operator. */
        OPERATOR,
        /** Requests without a valid credential from one client address. */
        ADDRESS,
        /** Attempts to sign in or up from one client address. */
        SIGN_IN,
        /** Attempts to sign in to one account, from anywhere. */
        ACCOUNT;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Whose requests are counted.
     *
     * @param tenant that the name is of; null where it is of none
     * @param name without secrets and personal data, for it is stored
     */
    record Subject(Scope scope, @Nullable TenantId tenant, String name) {
        public static Subject tenant(TenantId tenant) {
            return new Subject(Scope.TENANT, tenant, "all");
        }

        public static Subject operator(UUID operator) {
            return new Subject(Scope.OPERATOR, null, operator.toString());
        }

        public static Subject address(String address) {
            return new Subject(Scope.ADDRESS, null, address);
        }

        public static Subject signIn(String address) {
            return new Subject(Scope.SIGN_IN, null, address);
        }

        /** An account as the caller calls it, whether or not it is there. */
        public static Subject account(String realm, String email) {
            String account = realm.strip().toLowerCase(Locale.ROOT)
                    + '\n'
                    + email.strip().toLowerCase(Locale.ROOT);
            return new Subject(Scope.ACCOUNT, null, Digests.hex(account.getBytes(StandardCharsets.UTF_8)));
        }
    }

    sealed interface Verdict {
        record Admitted(Quota quota) implements Verdict {}

        record Refused(Quota quota) implements Verdict {}

        /** Nobody counts. */
        record Unlimited() implements Verdict {}
    }

    /**
     * State of a quota.
     *
     * @param limit requests in a window
     * @param remaining of them, as far as this instance knows
     * @param resetIn time until the window ends
     */
    record Quota(Scope scope, long limit, Duration window, long remaining, Duration resetIn) {
        private static final Duration ALMOST_A_SECOND = Duration.ofNanos(999_999_999);

        /** The policy as draft-ietf-httpapi-ratelimit-headers writes it. */
        public String policyHeader() {
            return "\"" + scope.wireName() + "\";q=" + limit + ";w=" + window.toSeconds();
        }

        /** What is left of it, in the same manner. */
        public String stateHeader() {
            return "\"" + scope.wireName() + "\";r=" + remaining + ";t="
                    + roundedUp().toSeconds();
        }

        public Problem exceeded() {
            return Problem.retryLater(ProblemType.RATE_LIMITED, roundedUp());
        }

        private Duration roundedUp() {
            return Duration.ofSeconds(resetIn.plus(ALMOST_A_SECOND).toSeconds());
        }
    }
}
