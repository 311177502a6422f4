package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.http.Role;
import com.planitai.kpi.server.secret.MasterKey;
import com.planitai.kpi.tenancy.TenantDirectory;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class SessionIT {
    private static final MovableClock CLOCK = new MovableClock(Instant.parse("2026-11-23T12:00:00Z"));

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.ofItsOwn(CLOCK);

    private static final AtomicInteger SCENARIOS = new AtomicInteger();

    @Test
    void givesTheBrowserACookieThatOnlyItCanSend() {
        Person owner = SERVER.signUp();
        HttpResponse<String> login = SERVER.post("/api/v1/auth/login", null, """
                {"tenant": "%s", "email": "%s", "password": "%s"}""".formatted(
                        owner.tenant(), owner.email().toUpperCase(Locale.ROOT), RunningServer.PASSWORD));

        assertThat(login.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .matches("__Host-session=[A-Za-z0-9_-]{64}; Max-Age=1209600; Path=/; HttpOnly; Secure; SameSite=Lax");
        assertThat(login.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(withCookie("GET", "/api/v1/me", owner.cookie()).statusCode()).isEqualTo(200);
    }

    @Test
    void letsACookieChangeThingsFromOurOwnPagesOnly() {
        Person owner = SERVER.signUp();
        String own = SERVER.address();

        assertThat(makeScenario(owner)).isEqualTo(403);
        assertThat(makeScenario(owner, "Sec-Fetch-Site", "cross-site")).isEqualTo(403);
        assertThat(makeScenario(owner, "Sec-Fetch-Site", "same-site")).isEqualTo(403);
        assertThat(makeScenario(owner, "Sec-Fetch-Site", "none")).isEqualTo(403);
        assertThat(makeScenario(owner, "Origin", "https://elsewhere.example")).isEqualTo(403);
        assertThat(makeScenario(owner, "Origin", "null")).isEqualTo(403);
        assertThat(makeScenario(owner, "Origin", own + ".elsewhere.example")).isEqualTo(403);
        assertThat(makeScenario(owner, "Origin", own, "Sec-Fetch-Site", "cross-site"))
                .isEqualTo(403);
        assertThat(makeScenario(owner, "Origin", own)).isEqualTo(201);
        assertThat(makeScenario(owner, "Sec-Fetch-Site", "same-origin")).isEqualTo(201);
    }

    @Test
    void voidsCookieAndTokenAtOnceWhenEitherLogsOut() {
        Person byToken = SERVER.signUp();
        HttpResponse<String> logout = SERVER.post("/api/v1/auth/logout", byToken.token(), "");
        assertThat(logout.statusCode()).isEqualTo(204);
        assertThat(logout.headers().firstValue("Set-Cookie"))
                .contains("__Host-session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax");
        assertVoid(byToken);

        Person byCookie = SERVER.signUp();
        assertThat(SERVER.get("/api/v1/me", byCookie.token()).statusCode()).isEqualTo(200);
        assertThat(withCookie("POST", "/api/v1/auth/logout", byCookie.cookie(), "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(204);
        assertVoid(byCookie);
    }

    @Test
    void keepsTheOtherSessionsOfAPersonWhoLogsOut() {
        Person first = SERVER.signUp();
        Person second = SERVER.logIn(first.tenant(), first.email());

        SERVER.post("/api/v1/auth/logout", first.token(), "");

        assertVoid(first);
        assertThat(SERVER.get("/api/v1/me", second.token()).statusCode()).isEqualTo(200);
    }

    @Test
    void countsAChangedRoleAsSoonAsTheEpochIsSeen() {
        Person owner = SERVER.signUp();
        Person editor = SERVER.join(owner, Role.EDITOR);
        assertThat(makeScenario(editor, "Sec-Fetch-Site", "same-origin")).isEqualTo(201);

        PostgresExtension.execute(
                SERVER.database(),
                "UPDATE %s.member SET role = 'viewer' WHERE email = '%s'"
                        .formatted(SERVER.schema(owner), editor.email()));
        PostgresExtension.execute(
                SERVER.database(),
                "UPDATE directory.tenant SET revocation_epoch = revocation_epoch + 1 WHERE slug = '%s'"
                        .formatted(owner.tenant()));
        CLOCK.advance(TenantDirectory.STALENESS_LIMIT);

        assertThat(makeScenario(editor, "Sec-Fetch-Site", "same-origin")).isEqualTo(403);
        assertThat(SERVER.post("/api/v1/scenarios", editor.token(), "{}").statusCode())
                .isEqualTo(403);
    }

    @Test
    void endsTokensAndSessionsWhenTheirTimeIsOver() {
        Person owner = SERVER.signUp();
        CLOCK.advance(Duration.ofMinutes(5));

        assertThat(SERVER.get("/api/v1/me", owner.token()).statusCode()).isEqualTo(401);
        assertThat(withCookie("GET", "/api/v1/me", owner.cookie()).statusCode()).isEqualTo(200);

        CLOCK.advance(Duration.ofDays(14));
        assertThat(withCookie("GET", "/api/v1/me", owner.cookie()).statusCode()).isEqualTo(401);
    }

    @Test
    void refusesWrongSignInDetailsAllAlike() {
        Person owner = SERVER.signUp();
        String body = "{\"tenant\": \"%s\", \"email\": \"%s\", \"password\": \"%s\"}";

        List<Map<String, Object>> answers = List.of(
                        body.formatted(owner.tenant(), owner.email(), "not the password"),
                        body.formatted(owner.tenant(), "nobody@example.com", RunningServer.PASSWORD),
                        body.formatted("no-such-tenant", owner.email(), RunningServer.PASSWORD),
                        body.formatted("Not A Slug!", owner.email(), RunningServer.PASSWORD))
                .stream()
                .map(login -> RunningServer.comparable(SERVER.post("/api/v1/auth/login", null, login)))
                .distinct()
                .toList();

        assertThat(answers)
                .singleElement()
                .satisfies(answer -> assertThat(answer).containsEntry("status", 401));
    }

    @Test
    void signsTokensThatThePublishedKeysVerify() throws Exception {
        Person owner = SERVER.signUp();
        JWKSet keys = JWKSet.parse(SERVER.get("/.well-known/jwks.json", null).body());
        SignedJWT token = SignedJWT.parse(owner.token());

        ECKey key = keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey();

        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(keys.getKeys()).noneMatch(JWK::isPrivate);
        assertThat(token.getJWTClaimsSet().getClaims()).doesNotContainKeys("role", "email", "name");
    }

    @Test
    void refusesTokensThatAreNotOurs() throws Exception {
        Person owner = SERVER.signUp();
        SignedJWT token = SignedJWT.parse(owner.token());
        JWTClaimsSet claims = token.getJWTClaimsSet();
        ECKey ours = ourKey();
        ECKey other = new ECKeyGenerator(Curve.P_256).keyID(ours.getKeyID()).generate();
        assertThat(SERVER.get("/api/v1/me", sign(claims, ours, "at+jwt")).statusCode())
                .isEqualTo(200);
        Date past = Date.from(CLOCK.instant().minusSeconds(1));

        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("no signature", new PlainJWT(claims).serialize());
        tokens.put(
                "an emptied signature", owner.token().substring(0, owner.token().lastIndexOf('.') + 1));
        tokens.put("another key", sign(claims, other, "at+jwt"));
        tokens.put("another type", sign(claims, ours, "JWT"));
        tokens.put("an expired one", sign(edit(claims).expirationTime(past).build(), ours, "at+jwt"));
        tokens.put("one without an end", sign(edit(claims).expirationTime(null).build(), ours, "at+jwt"));
        tokens.put("another audience", sign(edit(claims).audience("other").build(), ours, "at+jwt"));
        tokens.put("another issuer", sign(edit(claims).issuer("other").build(), ours, "at+jwt"));
        tokens.put("no subject", sign(edit(claims).subject(null).build(), ours, "at+jwt"));
        tokens.put("a subject that is no id", sign(edit(claims).subject("me").build(), ours, "at+jwt"));
        tokens.put("another member", sign(edit(claims).subject(id()).build(), ours, "at+jwt"));
        tokens.put("another session", sign(edit(claims).claim("sid", id()).build(), ours, "at+jwt"));
        tokens.put("another tenant", sign(edit(claims).claim("tenant", id()).build(), ours, "at+jwt"));
        tokens.put("a number for a tenant", sign(edit(claims).claim("tenant", 1).build(), ours, "at+jwt"));
        tokens.put("a session alone", sign(edit(claims).claim("tenant", null).build(), ours, "at+jwt"));
        tokens.put(
                "a member as operator",
                sign(edit(claims).claim("tenant", null).claim("sid", null).build(), ours, "at+jwt"));
        tokens.put("half of one", owner.token().substring(0, owner.token().length() / 2));
        tokens.put(
                "a changed signature", owner.token().substring(0, owner.token().length() - 4) + "AAAA");
        tokens.put("two dots", "..");
        tokens.put("nothing", "");
        tokens.put("a long one", "a".repeat(20_000));
        tokens.put("the cookie", owner.cookie());

        tokens.forEach((kind, text) -> {
            HttpResponse<String> response = SERVER.get("/api/v1/me", text);
            assertThat(response.statusCode()).as(kind).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(SERVER.get("/api/v1/operator/tenants", text).statusCode())
                    .as(kind)
                    .isEqualTo(401);
        });
        assertThat(withCookie("GET", "/api/v1/me", owner.token()).statusCode()).isEqualTo(401);
        assertThat(withCookie("GET", "/api/v1/me", "!!").statusCode()).isEqualTo(401);
    }

    @Test
    void keepsOperatorsOutOfTenants() {
        Person owner = SERVER.signUp();
        String operator = SERVER.operatorToken();

        assertThat(SERVER.get("/api/v1/operator/tenants", operator).body()).contains(owner.tenant());
        assertThat(SERVER.get("/api/v1/operator/tenants", owner.token()).statusCode())
                .isEqualTo(403);
        assertThat(SERVER.get("/api/v1/kpis", operator).statusCode()).isEqualTo(403);
        assertThat(SERVER.get("/api/v1/definition", operator).statusCode()).isEqualTo(403);
        assertThat(SERVER.get("/api/v1/me", operator).statusCode()).isEqualTo(403);
        assertThat(SERVER.post("/api/v1/operator/auth/login", null, """
                {"email": "%s", "password": "%s"}""".formatted(
                                        RunningServer.OPERATOR_EMAIL, "not the password"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void refusesASlugThatIsTaken() {
        Person owner = SERVER.signUp();
        HttpResponse<String> second =
                SERVER.post("/api/v1/auth/signup", null, """
                {"organization": {"slug": "%s", "name": "Again"},
                 "user": {"email": "a@b.example", "name": "A", "password": "%s"}}""".formatted(owner.tenant(), RunningServer.PASSWORD));

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("SLUG_TAKEN");
    }

    @Test
    void neverWritesSecretsIntoLogsOrAnswers() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        List<Logger> loggers = List.of((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME), (Logger)
                LoggerFactory.getLogger("access"));
        List<Level> levels = loggers.stream().map(Logger::getEffectiveLevel).toList();
        loggers.forEach(logger -> {
            logger.setLevel(Level.INFO);
            logger.addAppender(log);
        });
        try {
            Person owner = SERVER.signUp();
            String secret = "hunter2hunter2";
            StringBuilder answers = new StringBuilder();
            for (String body : List.of(
                    "{\"tenant\": \"%s\", \"email\": \"%s\", \"password\": \"" + secret + "\"}",
                    "{\"tenant\": \"%s\", \"email\": \"%s\", \"password\": " + secret + "}",
                    "{\"tenant\": \"%s\", \"email\": \"%s\", \"password\": [\"" + secret + "\"]}",
                    "{\"tenant\": \"%s\", \"email\": \"%s\", \"password\": \"" + secret + "\\u0000\"}")) {
                answers.append(SERVER.post("/api/v1/auth/login", null, body.formatted(owner.tenant(), owner.email()))
                        .body());
            }
            SERVER.get("/api/v1/me?token=" + secret, owner.token());
            SERVER.get("/api/v1/me", owner.token() + "x");
            withCookie("GET", "/api/v1/me", owner.cookie());

            String logged = log.list.stream().map(SessionIT::text).collect(Collectors.joining("\n"));
            assertThat(logged)
                    .contains("/api/v1/auth/login")
                    .doesNotContain(secret, RunningServer.PASSWORD, owner.token(), owner.cookie(), owner.email());
            assertThat(answers.toString()).doesNotContain(secret);
        } finally {
            for (int i = 0; i < loggers.size(); i++) {
                loggers.get(i).detachAppender(log);
                loggers.get(i).setLevel(levels.get(i));
            }
        }
    }

    private static String text(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return event.getFormattedMessage()
                + List.of(event.getArgumentArray() == null ? new Object[0] : event.getArgumentArray())
                + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
    }

    private static void assertVoid(Person person) {
        assertThat(SERVER.get("/api/v1/me", person.token()).statusCode()).isEqualTo(401);
        assertThat(withCookie("GET", "/api/v1/me", person.cookie()).statusCode())
                .isEqualTo(401);
    }

    private static int makeScenario(Person person, String... headers) {
        String[] all = new String[headers.length + 4];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Cookie";
        all[headers.length + 1] = "__Host-session=" + person.cookie();
        all[headers.length + 2] = "Content-Type";
        all[headers.length + 3] = "application/json";
        String body = "{\"code\": \"s%d\", \"name\": \"S\"}".formatted(SCENARIOS.incrementAndGet());
        return SERVER.send("POST", "/api/v1/scenarios", null, BodyPublishers.ofString(body), all)
                .statusCode();
    }

    private static HttpResponse<String> withCookie(String method, String path, String cookie, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Cookie";
        all[headers.length + 1] = "theme=dark; __Host-session=" + cookie;
        return SERVER.send(method, path, null, BodyPublishers.noBody(), all);
    }

    private static ECKey ourKey() throws Exception {
        String sealed = PostgresExtension.query(
                        SERVER.database(), "SELECT encode(private_sealed, 'hex') FROM directory.signing_key")
                .getFirst();
        byte[] json = new MasterKey(PostgresExtension.masterKey(), new SecureRandom())
                .open("signing-key", HexFormat.of().parseHex(sealed));
        return ECKey.parse(new String(json, StandardCharsets.UTF_8));
    }

    private static JWTClaimsSet.Builder edit(JWTClaimsSet claims) {
        return new JWTClaimsSet.Builder(claims);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static String sign(JWTClaimsSet claims, ECKey key, String type) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(type))
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }
}
