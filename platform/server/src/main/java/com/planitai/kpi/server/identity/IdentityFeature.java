package com.planitai.kpi.server.identity;

import com.planitai.kpi.server.http.Authenticator;
import com.planitai.kpi.server.http.RateLimits;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.secret.MasterKey;
import com.planitai.kpi.tenancy.DirectoryTransaction;
import com.planitai.kpi.tenancy.NewTenant;
import com.planitai.kpi.tenancy.ProvisionResult;
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
        var keys = SigningKeys.load(tenancy.directoryDatabase(), masterKey, settings.accessTokenLifetime(), clock);
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

    /**
     * Makes the key that signs access tokens from some minutes on, for all instances.
     *
     * @param forgetOthers whether tokens signed until now are void at once, instead of holding until they expire
     */
    public static KeyRotation rotateSigningKey(
            IdentitySettings settings, Tenancy tenancy, MasterKey masterKey, boolean forgetOthers) {
        String kid = SigningKeys.rotate(
                tenancy.directoryDatabase(), masterKey, settings.accessTokenLifetime(), forgetOthers);
        return new KeyRotation(kid, SigningKeys.ANNOUNCED_FOR, SigningKeys.verifiesFor(settings.accessTokenLifetime()));
    }

    /**
     * Seals what is stored under the previous master key anew; does nothing to what is under the next one already.
     *
     * @throws IllegalStateException when something opens under neither
     */
    public static void reseal(DirectoryTransaction transaction, MasterKey previous, MasterKey next) {
        SigningKeys.reseal(transaction, previous, next);
    }

    /** Makes a tenant whose only member is its owner, who is not signed in. */
    public static ProvisionResult createTenant(Tenancy tenancy, NewTenant tenant, Owner owner) {
        Member member = IdentityService.owner(owner, new PasswordHashing());
        return tenancy.provisioning()
                .provision(tenant, transaction -> new MemberRepository().insert(transaction, member));
    }
}
