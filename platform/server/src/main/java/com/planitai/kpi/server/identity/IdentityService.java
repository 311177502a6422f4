package com.planitai.kpi.server.identity;

import com.planitai.kpi.server.http.Authenticator.Credential;
import com.planitai.kpi.server.http.Role;
import com.planitai.kpi.tenancy.DirectoryDatabase;
import com.planitai.kpi.tenancy.NewTenant;
import com.planitai.kpi.tenancy.ProvisionResult;
import com.planitai.kpi.tenancy.Provisioning;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantDirectory;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantSlug;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Signing up, in and out. */
final class IdentityService {
    /**
     * A person who is now signed in.
     *
     * @param tenantName as the tenant calls itself now, which the directory does not follow
     */
    record SignedIn(Tenant tenant, String tenantName, Member member, String accessToken, String cookie) {
        @Override
        public String toString() {
            return "SignedIn[" + tenant.slug() + ", " + member.id() + "]";
        }
    }

    record OperatorSignedIn(OperatorRepository.Operator operator, String accessToken) {
        @Override
        public String toString() {
            return "OperatorSignedIn[" + operator.id() + "]";
        }
    }

    record Me(Tenant tenant, MemberRepository.TenantFacts facts, Member member) {}

    sealed interface SignUpResult {
        record Done(SignedIn session) implements SignUpResult {}

        record SlugTaken(TenantSlug slug) implements SignUpResult {}
    }

    private final TenantDirectory tenants;
    private final TenantDatabase database;
    private final DirectoryDatabase directory;
    private final Provisioning provisioning;
    private final MemberRepository members;
    private final OperatorRepository operators;
    private final Sessions sessions;
    private final AccessTokens tokens;
    private final PasswordHashing passwords;

    IdentityService(
            TenantDirectory tenants,
            TenantDatabase database,
            DirectoryDatabase directory,
            Provisioning provisioning,
            MemberRepository members,
            OperatorRepository operators,
            Sessions sessions,
            AccessTokens tokens,
            PasswordHashing passwords) {
        this.tenants = tenants;
        this.database = database;
        this.directory = directory;
        this.provisioning = provisioning;
        this.members = members;
        this.operators = operators;
        this.sessions = sessions;
        this.tokens = tokens;
        this.passwords = passwords;
    }

    /** Makes the tenant and its owner, or nothing. */
    SignUpResult signUp(NewTenant tenant, String email, String name, String password) {
        if (tenants.find(tenant.slug()).isPresent()) {
            return new SignUpResult.SlugTaken(tenant.slug());
        }
        Member owner = owner(new Owner(email, name, password), passwords);
        AtomicReference<Sessions.@Nullable Begun> session = new AtomicReference<>();
        ProvisionResult result = provisioning.provision(tenant, transaction -> {
            members.insert(transaction, owner);
            session.set(sessions.begin(transaction, owner.id()));
        });
        Sessions.Begun begun = session.get();
        return switch (result) {
            case ProvisionResult.SlugTaken taken -> new SignUpResult.SlugTaken(taken.slug());
            case ProvisionResult.Provisioned made
            when begun != null ->
                new SignUpResult.Done(signedIn(made.tenant(), made.tenant().name(), owner, begun));
            case ProvisionResult.Provisioned made ->
                throw new IllegalStateException(
                        "tenant " + made.tenant().slug() + " came into being without its owner");
        };
    }

    static Member owner(Owner owner, PasswordHashing passwords) {
        return new Member(
                UUID.randomUUID(), normal(owner.email()), owner.name(), passwords.hash(owner.password()), Role.OWNER);
    }

    /** Empty for an unknown tenant, an unknown address and a wrong password alike. */
    Optional<SignedIn> logIn(String slug, String email, String password) {
        Optional<Tenant> tenant =
                TenantSlug.parse(slug.strip().toLowerCase(Locale.ROOT)).flatMap(tenants::find);
        Optional<Member> member = tenant.flatMap(
                found -> database.reading(found.id(), transaction -> members.byEmail(transaction, normal(email))));
        if (tenant.isEmpty() || member.isEmpty()) {
            passwords.matchesNobody(password);
            return Optional.empty();
        }
        if (!passwords.matches(password, member.get().passwordHash())) {
            return Optional.empty();
        }
        return Optional.of(database.inTransaction(tenant.get().id(), transaction -> {
            Sessions.Begun begun = sessions.begin(transaction, member.get().id());
            return signedIn(tenant.get(), members.tenant(transaction).name(), member.get(), begun);
        }));
    }

    Optional<OperatorSignedIn> operatorLogIn(String email, String password) {
        Optional<OperatorRepository.Operator> operator =
                directory.inTransaction(transaction -> operators.byEmail(transaction, normal(email)));
        if (operator.isEmpty()) {
            passwords.matchesNobody(password);
            return Optional.empty();
        }
        return operator.filter(found -> passwords.matches(password, found.passwordHash()))
                .map(found -> new OperatorSignedIn(found, tokens.issueForOperator(found.id())));
    }

    /** Ends the session that a credential belongs to; one that belongs to none is no error. */
    void logOut(Credential credential) {
        switch (credential) {
            case Credential.Bearer bearer ->
                tokens.verify(bearer.token()).ifPresent(subject -> {
                    if (subject instanceof AccessTokens.Subject.OfMember member) {
                        end(member.tenant(), transaction -> members.deleteSession(transaction, member.session()));
                    }
                });
            case Credential.Cookie cookie ->
                Sessions.read(cookie.value())
                        .ifPresent(token ->
                                end(token.tenant(), transaction -> members.deleteToken(transaction, token.hash())));
        }
    }

    Me me(TenantId tenantId, UUID memberId) {
        Tenant tenant = tenants.find(tenantId).orElseThrow();
        return database.reading(
                tenantId,
                transaction -> new Me(
                        tenant,
                        members.tenant(transaction),
                        members.byId(transaction, memberId).orElseThrow()));
    }

    List<OperatorRepository.TenantLine> tenants(@Nullable String after, int fetch) {
        return directory.inTransaction(transaction -> operators.tenants(transaction, after, fetch));
    }

    /** Makes the configured operator where it is not there yet; an existing one keeps its password. */
    void ensureOperator(IdentitySettings.FirstOperator first) {
        String email = normal(first.email());
        if (directory
                .inTransaction(transaction -> operators.byEmail(transaction, email))
                .isEmpty()) {
            String hash = passwords.hash(first.password());
            directory.inTransaction(transaction -> {
                operators.insert(transaction, new OperatorRepository.Operator(UUID.randomUUID(), email, hash));
                return true;
            });
        }
    }

    private void end(TenantId tenant, Predicate<TenantTransaction> delete) {
        if (tenants.find(tenant).isPresent() && database.inTransaction(tenant, delete::test)) {
            tenants.bumpRevocationEpoch(tenant);
        }
    }

    private SignedIn signedIn(Tenant tenant, String tenantName, Member member, Sessions.Begun session) {
        return new SignedIn(
                tenant, tenantName, member, tokens.issue(tenant.id(), member.id(), session.id()), session.cookie());
    }

    private static String normal(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
