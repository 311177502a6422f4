package com.planitai.kpi.server.identity;

import com.planitai.kpi.server.http.Digests;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Signed-in sessions of members. The cookie's text names the tenant, so that the row can be found, and proves itself by 256
 * random bits of which only the hash is stored.
 */
final class Sessions {
    static final Duration LIFETIME = Duration.ofDays(14);

    private static final int RANDOM_BYTES = 32;
    private static final int TENANT_BYTES = 16;

    /** A session just begun, with the cookie that is its only copy. */
    record Begun(UUID id, String cookie) {
        @Override
        public String toString() {
            return "Begun[" + id + "]";
        }
    }

    private final MemberRepository members;
    private final SecureRandom random;
    private final Clock clock;

    Sessions(MemberRepository members, SecureRandom random, Clock clock) {
        this.members = members;
        this.random = random;
        this.clock = clock;
    }

    Begun begin(TenantTransaction transaction, UUID member) {
        byte[] secret = new byte[RANDOM_BYTES];
        random.nextBytes(secret);
        UUID tenant = transaction.tenant().value();
        byte[] token = ByteBuffer.allocate(TENANT_BYTES + RANDOM_BYTES)
                .putLong(tenant.getMostSignificantBits())
                .putLong(tenant.getLeastSignificantBits())
                .put(secret)
                .array();
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        members.insertSession(transaction, id, member, Digests.sha256(token), now, now.plus(LIFETIME));
        return new Begun(id, Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    }

    /** The tenant and the hash that a cookie's text stands for; empty when it is not one of ours. */
    static Optional<CookieToken> read(String cookie) {
        try {
            byte[] token = Base64.getUrlDecoder().decode(cookie);
            if (token.length != TENANT_BYTES + RANDOM_BYTES) {
                return Optional.empty();
            }
            ByteBuffer buffer = ByteBuffer.wrap(token);
            TenantId tenant = new TenantId(new UUID(buffer.getLong(), buffer.getLong()));
            return Optional.of(new CookieToken(tenant, Digests.sha256(token)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    static final class CookieToken {
        private final TenantId tenant;
        private final byte[] hash;

        private CookieToken(TenantId tenant, byte[] hash) {
            this.tenant = tenant;
            this.hash = hash;
        }

        TenantId tenant() {
            return tenant;
        }

        byte[] hash() {
            return hash.clone();
        }
    }
}
