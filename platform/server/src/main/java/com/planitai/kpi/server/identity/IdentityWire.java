package com.planitai.kpi.server.identity;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;

/** The shapes of identity on the wire. */
final class IdentityWire {
    static final String TOKEN_TYPE = "Bearer";

    private IdentityWire() {}

    @JsonPropertyOrder({"accessToken", "tokenType", "expiresIn", "tenant", "user"})
    record Session(String accessToken, String tokenType, long expiresIn, TenantName tenant, User user) {}

    @JsonPropertyOrder({"accessToken", "tokenType", "expiresIn", "user"})
    record OperatorSession(String accessToken, String tokenType, long expiresIn, OperatorUser user) {}

    record TenantName(String slug, String name) {}

    record User(String id, String email, String name, String role) {}

    record OperatorUser(String id, String email, String role) {}

    record Me(MeTenant tenant, User user) {}

    record MeTenant(
            String slug, String name, String locale, String timeZone, int fiscalFirstMonth, String fiscalYearNaming) {}

    static Session session(IdentityService.SignedIn session, Duration lifetime) {
        return new Session(
                session.accessToken(),
                TOKEN_TYPE,
                lifetime.toSeconds(),
                new TenantName(session.tenant().slug().value(), session.tenantName()),
                user(session.member()));
    }

    static OperatorSession session(IdentityService.OperatorSignedIn session, Duration lifetime) {
        OperatorRepository.Operator operator = session.operator();
        return new OperatorSession(
                session.accessToken(),
                TOKEN_TYPE,
                lifetime.toSeconds(),
                new OperatorUser(operator.id().toString(), operator.email(), "operator"));
    }

    static Me me(IdentityService.Me me) {
        MemberRepository.TenantFacts facts = me.facts();
        return new Me(
                new MeTenant(
                        me.tenant().slug().value(),
                        facts.name(),
                        facts.locale(),
                        facts.timeZone(),
                        facts.fiscalFirstMonth(),
                        facts.fiscalYearNaming()),
                user(me.member()));
    }

    private static User user(Member member) {
        return new User(
                member.id().toString(),
                member.email(),
                member.name(),
                member.role().wireName());
    }
}
