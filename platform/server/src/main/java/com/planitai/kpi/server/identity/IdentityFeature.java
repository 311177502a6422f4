package com.planitai.kpi.server.identity;

import com.planitai.kpi.server.http.Authenticator;
import com.planitai.kpi.server.http.RateLimits;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.secret.MasterKey;
import com.planitai.kpi.tenancy.Tenancy;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** Who people are: members of tenants and operators, their sessions and tokens. */
public record IdentityFeature(Authenticator authenticator, List<Route> routes) {
    public static IdentityFeature create(
            IdentitySettings settings,
            Tenancy tenancy,
            MasterKey masterKey,
            RateLimits limits,
            SecureRandom random,
            Clock clock) {
        var members = new MemberRepository();
        var operators = new OperatorRepository();
        var keys = SigningKeys.load(tenancy.directoryDatabase(), masterKey);
        var tokens = new AccessTokens(keys, settings.accessTokenLifetime(), clock);
        var service = new IdentityService(
                tenancy.directory(),
                tenancy.database(),
                tenancy.directoryDatabase(),
                tenancy.provisioning(),
                members,
                operators,
                new Sessions(members, random, clock),
                tokens,
                new PasswordHashing());
        if (settings.operator() != null) {
            service.ensureOperator(settings.operator());
        }
        var verifier = new CredentialVerifier(
                tokens,
                members,
                operators,
                tenancy.directory(),
                tenancy.database(),
                tenancy.directoryDatabase(),
                clock);
        return new IdentityFeature(
                verifier, new IdentityRoutes(service, keys, tokens, limits, settings.signUp()).table());
    }
}
