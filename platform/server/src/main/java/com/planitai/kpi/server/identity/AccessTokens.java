package com.planitai.kpi.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.planitai.kpi.tenancy.TenantId;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;

/** Access tokens: ES256 JWTs (RFC 7519, RFC 9068) that name a session, never a role, so that rights are looked up when used. */
final class AccessTokens {
    /** Longer input is refused unread. */
    private static final int MAX_CHARACTERS = 4_096;

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final String ISSUER = "kpi";
    private static final String AUDIENCE = "kpi-api";
    private static final String TENANT = "tenant";
    private static final String SESSION = "sid";

    /** What a token whose signature and time hold says. */
    sealed interface Subject {
        Instant expiresAt();

        record OfMember(TenantId tenant, UUID member, UUID session, Instant expiresAt) implements Subject {}

        record OfOperator(UUID operator, Instant expiresAt) implements Subject {}
    }

    private final SigningKeys keys;
    private final Duration lifetime;
    private final Clock clock;

    AccessTokens(SigningKeys keys, Duration lifetime, Clock clock) {
        this.keys = keys;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    Duration lifetime() {
        return lifetime;
    }

    String issue(TenantId tenant, UUID member, UUID session) {
        return sign(claims(member)
                .claim(TENANT, tenant.value().toString())
                .claim(SESSION, session.toString())
                .build());
    }

    String issueForOperator(UUID operator) {
        return sign(claims(operator).build());
    }

    Optional<Subject> verify(String token) {
        if (token.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWSHeader header = jwt.getHeader();
            if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())
                    || !TYPE.equals(header.getType())
                    || header.getKeyID() == null) {
                return Optional.empty();
            }
            Optional<ECKey> key = keys.find(header.getKeyID());
            if (key.isEmpty() || !jwt.verify(new ECDSAVerifier(key.get()))) {
                return Optional.empty();
            }
            return subject(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private Optional<Subject> subject(JWTClaimsSet claims) throws ParseException {
        Date expires = claims.getExpirationTime();
        boolean holds = ISSUER.equals(claims.getIssuer())
                && claims.getAudience().contains(AUDIENCE)
                && claims.getSubject() != null
                && expires != null
                && expires.toInstant().isAfter(clock.instant());
        if (!holds) {
            return Optional.empty();
        }
        UUID user = UUID.fromString(claims.getSubject());
        String tenant = claims.getStringClaim(TENANT);
        String session = claims.getStringClaim(SESSION);
        if (tenant == null || session == null) {
            return tenant == null && session == null
                    ? Optional.of(new Subject.OfOperator(user, expires.toInstant()))
                    : Optional.empty();
        }
        return Optional.of(new Subject.OfMember(
                new TenantId(UUID.fromString(tenant)), user, UUID.fromString(session), expires.toInstant()));
    }

    private JWTClaimsSet.Builder claims(UUID subject) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject.toString())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)));
    }

    private String sign(JWTClaimsSet claims) {
        try {
            ECKey key = keys.current();
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(TYPE)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException exception) {
            throw new IllegalStateException("a P-256 key signs ES256", exception);
        }
    }
}
