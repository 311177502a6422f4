package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.tenancy.TenantDirectory;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The operator's commands, beside a server that goes on serving. */
class OperatorCommandsIT {
    private static final MovableClock CLOCK = new MovableClock(Instant.parse("2026-11-23T12:00:00Z"));
    /** As long as an instance may go without asking for the keys. */
    private static final Duration KEYS_REFRESHED = Duration.ofSeconds(10);
    /** As long as a verified credential is remembered. */
    private static final Duration CREDENTIAL_CHECKED_AGAIN = Duration.ofMinutes(1);

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.ofItsOwn(CLOCK);

    @TempDir
    private Path folder;

    @Test
    void shutsATenantOutAndLetsItInAgain() {
        Person owner = SERVER.signUp();
        Person bystander = SERVER.signUp();
        assertThat(me(owner)).isEqualTo(200);

        CommandRun suspended = kpi("tenant", "suspend", owner.tenant());
        CLOCK.advance(TenantDirectory.STALENESS_LIMIT);

        assertThat(suspended).isEqualTo(said("tenant " + owner.tenant() + " is now SUSPENDED\n"));
        assertThat(me(owner)).isEqualTo(401);
        assertThat(logIn(owner.tenant(), owner.email(), RunningServer.PASSWORD)).isEqualTo(401);
        assertThat(me(bystander)).isEqualTo(200);

        CommandRun resumed = kpi("tenant", "resume", owner.tenant());
        CLOCK.advance(TenantDirectory.STALENESS_LIMIT);

        assertThat(resumed).isEqualTo(said("tenant " + owner.tenant() + " is now ACTIVE\n"));
        assertThat(me(owner)).isEqualTo(401);
        assertThat(meWithCookie(owner)).isEqualTo(401);
        assertThat(me(SERVER.logIn(owner.tenant(), owner.email()))).isEqualTo(200);
    }

    @Test
    void makesATenantWhoseOwnerCanSignIn() {
        CommandRun made = CommandRun.of(
                environment(),
                "correct horse\n",
                "tenant",
                "create",
                "newcomer",
                "--name=Newcomer Inc.",
                "--owner-email=Owner@Newcomer.example",
                "--owner-name=Owner",
                "--locale=ko",
                "--time-zone=Asia/Seoul");

        assertThat(made).isEqualTo(said("tenant newcomer made, owner Owner@Newcomer.example\n"));
        assertThat(logIn("newcomer", "owner@newcomer.example", "correct horse")).isEqualTo(200);
        CommandRun again = create("newcomer", "correct horse", "UTC");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("the slug newcomer belongs to another tenant");
    }

    @Test
    void takesThePasswordFromTheEnvironmentFirst() {
        Map<String, String> environment = environment();
        environment.put("OWNER_PASSWORD", "from the environment");

        CommandRun made = CommandRun.of(
                environment,
                "",
                "tenant",
                "create",
                "by-variable",
                "--name=N",
                "--owner-email=o@n.example",
                "--owner-name=O");

        assertThat(made.exitCode()).isZero();
        assertThat(logIn("by-variable", "o@n.example", "from the environment")).isEqualTo(200);
    }

    @Test
    void refusesAnUnusableTenantAndMakesNothing() {
        assertRefused(create("Not A Slug", "correct horse", "UTC"), "slug: expected [a-z]");
        assertRefused(create("short-password", "short", "UTC"), "password: expected 10 to 256 characters, got 5");
        assertRefused(create("no-password", "", "UTC"), "password: expected 10 to 256 characters, got 0");
        assertRefused(create("nowhere", "correct horse", "Moon/Crater"), "Moon/Crater");

        assertThat(kpi("tenant", "list").out())
                .doesNotContain("short-password")
                .doesNotContain("no-password")
                .doesNotContain("nowhere");
    }

    @Test
    void listsAndShowsTenants() {
        Person owner = SERVER.signUp();

        assertThat(kpi("tenant", "list").out()).startsWith("SLUG ").contains(owner.tenant());
        JsonNode all = Json.read(kpi("tenant", "list", "--json").out(), JsonNode.class);
        assertThat(all).extracting(tenant -> tenant.path("slug").asText()).contains(owner.tenant());
        JsonNode one = Json.read(kpi("tenant", "show", owner.tenant(), "--json").out(), JsonNode.class);
        assertThat(one.path("state").asText()).isEqualTo("ACTIVE");
        assertThat(one.path("schema").asText()).isEqualTo(SERVER.schema(owner));
        assertThat(kpi("tenant", "show", owner.tenant()).out()).contains("schema    " + SERVER.schema(owner));
    }

    @Test
    void saysInOneLineWhatItCannotDo() {
        assertRefused(kpi("tenant", "show", "nobody"), "there is no tenant nobody");
        assertRefused(kpi("tenant", "suspend", "nobody"), "there is no tenant nobody");
        assertRefused(kpi("tenant", "resume", "x"), "slug: expected");
        CommandRun incomplete = kpi("tenant", "create", "some-slug");
        assertThat(incomplete.exitCode()).isEqualTo(2);
        assertThat(incomplete.err()).contains("--name", "--owner-email", "--owner-name");
    }

    @Test
    void announcesANewSigningKeyBeforeItSigns() throws ParseException {
        Person before = SERVER.signUp();
        String oldKid = kid(before.token());

        CommandRun rotated = kpi("keys", "rotate-signing");
        CLOCK.advance(KEYS_REFRESHED);

        assertThat(rotated.exitCode()).isZero();
        JsonNode published =
                RunningServer.json(SERVER.get("/.well-known/jwks.json", null)).path("keys");
        assertThat(published).hasSizeGreaterThan(1);
        String newKid = published.get(0).path("kid").asText();
        assertThat(rotated.out()).contains(newKid);
        assertThat(newKid).isNotEqualTo(oldKid);
        assertThat(kid(SERVER.signUp().token())).isEqualTo(oldKid);

        PostgresExtension.execute(
                SERVER.database(),
                "UPDATE directory.signing_key SET created_at = created_at - interval '10 minutes', retired_at = now()"
                        + " - interval '1 minute' WHERE retired_at IS NOT NULL");
        PostgresExtension.execute(
                SERVER.database(),
                "UPDATE directory.signing_key SET created_at = created_at - interval '6 minutes' WHERE retired_at IS NULL");
        CLOCK.advance(CREDENTIAL_CHECKED_AGAIN);

        assertThat(kid(SERVER.signUp().token())).isEqualTo(newKid);
        assertThat(me(before)).isEqualTo(200);
    }

    @Test
    void voidsEveryTokenAndNoSessionWhenAKeyHasLeaked() {
        Person before = SERVER.signUp();
        assertThat(me(before)).isEqualTo(200);

        assertThat(kpi("keys", "rotate-signing", "--forget-others").out()).contains("all others are forgotten");
        CLOCK.advance(CREDENTIAL_CHECKED_AGAIN);

        assertThat(me(before)).isEqualTo(401);
        assertThat(meWithCookie(before)).isEqualTo(200);
        assertThat(me(SERVER.logIn(before.tenant(), before.email()))).isEqualTo(200);
    }

    @Test
    void keepsServingByTheKeysItKnowsWhenTheyCannotBeReadAgain() {
        Person before = SERVER.signUp();
        PostgresExtension.execute(SERVER.database(), "ALTER TABLE directory.signing_key RENAME TO hidden");
        try {
            CLOCK.advance(CREDENTIAL_CHECKED_AGAIN);

            assertThat(me(before)).isEqualTo(200);
        } finally {
            PostgresExtension.execute(SERVER.database(), "ALTER TABLE directory.hidden RENAME TO signing_key");
        }
    }

    private CommandRun create(String slug, String password, String timeZone) {
        return CommandRun.of(
                environment(),
                password,
                "tenant",
                "create",
                slug,
                "--name=N",
                "--owner-email=o@n.example",
                "--owner-name=O",
                "--time-zone=" + timeZone);
    }

    private CommandRun kpi(String... arguments) {
        return CommandRun.of(environment(), "", arguments);
    }

    private Map<String, String> environment() {
        return CommandRun.environment(
                SERVER.database(), Base64.getEncoder().encodeToString(PostgresExtension.masterKey()), folder);
    }

    private static CommandRun said(String out) {
        return new CommandRun(0, out, "");
    }

    private static void assertRefused(CommandRun run, String sentence) {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("kpi: ").contains(sentence).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    private static int me(Person person) {
        return SERVER.get("/api/v1/me", person.token()).statusCode();
    }

    private static int meWithCookie(Person person) {
        return SERVER.send(
                        "GET",
                        "/api/v1/me",
                        null,
                        BodyPublishers.noBody(),
                        "Cookie",
                        "__Host-session=" + person.cookie())
                .statusCode();
    }

    private static int logIn(String tenant, String email, String password) {
        return SERVER.post("/api/v1/auth/login", null, """
                {"tenant": "%s", "email": "%s", "password": "%s"}""".formatted(tenant, email, password))
                .statusCode();
    }

    private static String kid(String token) throws ParseException {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }
}
