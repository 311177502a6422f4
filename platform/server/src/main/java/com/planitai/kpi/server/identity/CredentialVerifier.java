package com.planitai.kpi.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.planitai.kpi.server.http.Authenticator;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Digests;
import com.planitai.kpi.tenancy.DirectoryDatabase;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantDirectory;
import com.planitai.kpi.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies credentials. A signature and a session are checked once and remembered by the credential's hash; every request
 * compares what is remembered with the tenant's revocation epoch, so that a revoked credential or a changed role counts at once.
 */
final class CredentialVerifier implements Authenticator {
    private static final int REMEMBERED_CREDENTIALS = 100_000;
    /** A session that was removed without a new epoch (by expiry) is noticed within this time. */
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);

    private static final Authentication REJECTED = new Authentication.Rejected();

    private record Verified(Caller caller, @Nullable TenantId tenant, long epoch, Instant until) {}

    private final AccessTokens tokens;
    private final MemberRepository members;
    private final OperatorRepository operators;
    private final TenantDirectory tenants;
    private final TenantDatabase database;
    private final DirectoryDatabase directory;
    private final Clock clock;
    private final Cache<String, Verified> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED_CREDENTIALS).build();

    CredentialVerifier(
            AccessTokens tokens,
            MemberRepository members,
            OperatorRepository operators,
            TenantDirectory tenants,
            TenantDatabase database,
            DirectoryDatabase directory,
            Clock clock) {
        this.tokens = tokens;
        this.members = members;
        this.operators = operators;
        this.tenants = tenants;
        this.database = database;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Credential credential) {
        String text = switch (credential) {
            case Credential.Bearer bearer -> bearer.token();
            case Credential.Cookie cookie -> cookie.value();
        };
        String key = Digests.hex(text.getBytes(StandardCharsets.UTF_8));
        Verified known = remembered.getIfPresent(key);
        if (known != null && holds(known)) {
            return new Authentication.Accepted(known.caller());
        }
        Optional<Verified> verified = switch (credential) {
            case Credential.Bearer bearer -> tokens.verify(bearer.token()).flatMap(this::verify);
            case Credential.Cookie cookie -> Sessions.read(cookie.value()).flatMap(this::verify);
        };
        if (verified.isEmpty()) {
            remembered.invalidate(key);
            return REJECTED;
        }
        remembered.put(key, verified.get());
        return new Authentication.Accepted(verified.get().caller());
    }

    private boolean holds(Verified known) {
        if (!known.until().isAfter(clock.instant())) {
            return false;
        }
        return known.tenant() == null
                || tenants.find(known.tenant())
                        .filter(tenant -> tenant.revocationEpoch() == known.epoch())
                        .isPresent();
    }

    private Optional<Verified> verify(AccessTokens.Subject subject) {
        return switch (subject) {
            case AccessTokens.Subject.OfMember member ->
                tenants.find(member.tenant())
                        .flatMap(tenant -> database.reading(
                                        tenant.id(),
                                        transaction ->
                                                members.bySession(transaction, member.session(), clock.instant()))
                                .filter(found -> found.id().equals(member.member()))
                                .map(found -> verified(tenant, found, member.expiresAt())));
            case AccessTokens.Subject.OfOperator operator ->
                directory.inTransaction(transaction -> operators.exists(transaction, operator.operator()))
                        ? Optional.of(new Verified(
                                new Caller.Operator(operator.operator()), null, 0, earlier(operator.expiresAt())))
                        : Optional.empty();
        };
    }

    private Optional<Verified> verify(Sessions.CookieToken token) {
        return tenants.find(token.tenant())
                .flatMap(tenant -> database.reading(
                                tenant.id(), transaction -> members.byToken(transaction, token.hash(), clock.instant()))
                        .map(found -> verified(tenant, found, Instant.MAX)));
    }

    private Verified verified(Tenant tenant, Member member, Instant expires) {
        Caller caller = new Caller.Member(tenant.id(), member.id(), member.role());
        return new Verified(caller, tenant.id(), tenant.revocationEpoch(), earlier(expires));
    }

    private Instant earlier(Instant expires) {
        Instant checkAgain = clock.instant().plus(REMEMBERED_FOR);
        return expires.isBefore(checkAgain) ? expires : checkAgain;
    }
}
