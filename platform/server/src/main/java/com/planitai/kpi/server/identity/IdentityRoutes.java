package com.planitai.kpi.server.identity;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.PageRequest;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.RateLimits;
import com.planitai.kpi.server.http.RateLimits.Subject;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.http.SessionCookie;
import com.planitai.kpi.tenancy.NewTenant;
import com.planitai.kpi.tenancy.TenantSlug;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sign-up, login, logout, who am I, and the operator's first calls. */
final class IdentityRoutes {
    record SignUpBody(
            Organization organization,
            User user,
            @Nullable String locale,
            @Nullable String timeZone) {
        record Organization(String slug, String name) {}

        record User(String email, String name, String password) {
            @Override
            public String toString() {
                return "User[***]";
            }
        }
    }

    record LoginBody(String tenant, String email, String password) {
        @Override
        public String toString() {
            return "LoginBody[" + tenant + "]";
        }
    }

    record OperatorLoginBody(String email, String password) {
        @Override
        public String toString() {
            return "OperatorLoginBody[***]";
        }
    }

    private static final String DEFAULT_TIME_ZONE = "UTC";
    private static final String JWKS_CACHING = "public, max-age=" + SigningKeys.PUBLISHED_LIST_LIFETIME.toSeconds();
    /** Where operators' accounts are counted; no tenant's slug is empty. */
    private static final String OPERATOR_REALM = "";

    private final IdentityService service;
    private final SigningKeys keys;
    private final AccessTokens tokens;
    private final RateLimits limits;
    private final IdentitySettings.SignUp signUp;

    IdentityRoutes(
            IdentityService service,
            SigningKeys keys,
            AccessTokens tokens,
            RateLimits limits,
            IdentitySettings.SignUp signUp) {
        this.service = service;
        this.keys = keys;
        this.tokens = tokens;
        this.limits = limits;
        this.signUp = signUp;
    }

    List<Route> table() {
        return List.of(
                Route.get(
                        "/.well-known/jwks.json",
                        Access.PUBLIC,
                        call -> Answer.ok(keys.jwks()).with("Cache-Control", JWKS_CACHING)),
                Route.post("/api/v1/auth/signup", Access.PUBLIC, this::signUp),
                Route.post("/api/v1/auth/login", Access.PUBLIC, this::logIn),
                Route.post("/api/v1/auth/logout", Access.PUBLIC, this::logOut),
                Route.post("/api/v1/operator/auth/login", Access.PUBLIC, this::operatorLogIn),
                Route.get("/api/v1/operator/tenants", Access.OPERATOR, this::tenants),
                Route.get("/api/v1/me", Access.VIEWER, this::me));
    }

    private Answer signUp(Call call) {
        SignUpBody body = call.json("SignUp", SignUpBody.class);
        if (signUp != IdentitySettings.SignUp.OPEN) {
            throw Problem.of(ProblemType.SIGN_UP_CLOSED).asException();
        }
        NewTenant tenant = new NewTenant(
                new TenantSlug(body.organization().slug()),
                text(body.organization().name(), "/organization/name"),
                body.locale() == null ? call.language() : Locale.forLanguageTag(body.locale()),
                zone(body.timeZone()));
        String name = text(body.user().name(), "/user/name");
        String email = email(body.user().email(), "/user/email");
        return switch (service.signUp(tenant, email, name, body.user().password())) {
            case IdentityService.SignUpResult.Done done -> session(201, done.session());
            case IdentityService.SignUpResult.SlugTaken taken ->
                throw Problem.of(
                                ProblemType.CONFLICT,
                                List.of(Fault.at(
                                        "/organization/slug",
                                        "SLUG_TAKEN",
                                        Map.of("slug", taken.slug().value()))))
                        .asException();
        };
    }

    private Answer logIn(Call call) {
        LoginBody body = call.json("Login", LoginBody.class);
        limits.require(Subject.account(body.tenant(), body.email()));
        return service.logIn(body.tenant(), body.email(), body.password())
                .map(session -> session(200, session))
                .orElseThrow(() -> Problem.of(ProblemType.WRONG_CREDENTIALS).asException());
    }

    private Answer logOut(Call call) {
        call.credential().ifPresent(service::logOut);
        return Answer.empty().with("Set-Cookie", SessionCookie.end());
    }

    private Answer operatorLogIn(Call call) {
        OperatorLoginBody body = call.json("OperatorLogin", OperatorLoginBody.class);
        limits.require(Subject.account(OPERATOR_REALM, body.email()));
        return service.operatorLogIn(body.email(), body.password())
                .map(session -> Answer.ok(IdentityWire.session(session, tokens.lifetime())))
                .orElseThrow(() -> Problem.of(ProblemType.WRONG_CREDENTIALS).asException());
    }

    private Answer tenants(Call call) {
        Parameters parameters = call.parameters();
        PageRequest page = parameters.page();
        parameters.check();
        return Answer.ok(page.page(
                service.tenants(page.after().orElse(null), page.fetch()),
                OperatorRepository.TenantLine::slug,
                line -> line));
    }

    private Answer me(Call call) {
        Caller.Member caller = call.member();
        return Answer.ok(IdentityWire.me(service.me(caller.tenant(), caller.user())));
    }

    private Answer session(int status, IdentityService.SignedIn session) {
        return Answer.of(status, Answer.JSON, IdentityWire.session(session, tokens.lifetime()))
                .with("Set-Cookie", SessionCookie.start(session.cookie(), Sessions.LIFETIME));
    }

    private static String text(String value, String pointer) {
        if (value.isBlank()) {
            throw Problem.of(
                            ProblemType.INVALID_INPUT, List.of(Fault.at(pointer, "TOO_SHORT", Map.of("expected", "1"))))
                    .asException();
        }
        return value.strip();
    }

    /** Blanks around an address are no part of it, wherever in Unicode they come from; the schema knows those of ASCII. */
    private static String email(String value, String pointer) {
        String address = value.strip();
        if (!Owner.isEmail(address)) {
            throw Problem.of(
                            ProblemType.INVALID_INPUT,
                            List.of(Fault.at(
                                    pointer, "WRONG_FORMAT", Map.of("name", "email", "expected", "name@domain.tld"))))
                    .asException();
        }
        return address;
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return ZoneId.of(name == null ? DEFAULT_TIME_ZONE : name);
        } catch (DateTimeException unknown) {
            throw Problem.of(
                            ProblemType.INVALID_INPUT,
                            List.of(Fault.at("/timeZone", "TIME_ZONE_UNKNOWN", Map.of("value", String.valueOf(name)))))
                    .asException();
        }
    }
}
