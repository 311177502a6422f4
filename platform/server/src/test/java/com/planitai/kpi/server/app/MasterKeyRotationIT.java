package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.embedded.EmbeddedDatabase;
import com.planitai.kpi.tenancy.embedded.EmbeddedOptions;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a server of its own, because roles belong to the whole server. */
class MasterKeyRotationIT {
    private static final Path BINARIES = Path.of(System.getProperty("java.io.tmpdir"), "planitai-kpi-test");
    private static final String OLD = key(1);
    private static final String NEW = key(2);
    private static final String OTHER = key(3);

    @TempDir
    private Path folder;

    private EmbeddedDatabase server;
    private DatabaseSettings database;

    @BeforeEach
    void start() {
        server = EmbeddedDatabase.start(folder.resolve("postgres"), new EmbeddedOptions(BINARIES, false));
        database = server.settings();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void keepsSessionsAndTokensAcrossTheRotation() throws Exception {
        String token = underKey(OLD, port -> token(signUp(port)));

        CommandRun rotated = rotate(OLD, NEW);

        assertThat(rotated.err()).isEmpty();
        assertThat(rotated.exitCode()).isZero();
        int me = underKey(
                NEW,
                port -> send(port, "GET", "/api/v1/me", "", "Authorization", "Bearer " + token)
                        .statusCode());
        assertThat(me).isEqualTo(200);
        assertSignsInUnder(NEW);
    }

    @Test
    void isSafeToRepeat() throws Exception {
        underKey(OLD, MasterKeyRotationIT::signUp);
        assertThat(rotate(OLD, NEW).exitCode()).isZero();

        assertThat(rotate(OLD, NEW).exitCode()).isZero();

        assertSignsInUnder(NEW);
    }

    @Test
    void changesNothingWhenThePreviousKeyIsNotTheInstallations() throws Exception {
        underKey(OLD, MasterKeyRotationIT::signUp);

        CommandRun refused = rotate(OTHER, NEW);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("nothing was changed: kpi_app and kpi_provision")
                .doesNotContain(OTHER, NEW, OLD);
        assertSignsInUnder(OLD);
    }

    @Test
    void changesNothingWhenASecretOpensUnderNeitherKey() throws Exception {
        underKey(OLD, MasterKeyRotationIT::signUp);
        PostgresExtension.execute(
                database,
                "INSERT INTO directory.signing_key (kid, algorithm, public_jwk, private_sealed, created_at) "
                        + "SELECT 'stray', 'ES256', '{}', sha256('x'), created_at - interval '1 day' "
                        + "FROM directory.signing_key");

        CommandRun refused = rotate(OLD, NEW);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("nothing was changed: a stored secret opens under neither key");
        PostgresExtension.execute(database, "DELETE FROM directory.signing_key WHERE kid = 'stray'");
        assertSignsInUnder(OLD);
    }

    @Test
    void needsBothKeysAndADatabase() {
        Map<String, String> environment = CommandRun.environment(database, NEW, folder.resolve("data"));
        assertThat(CommandRun.of(environment, "", "keys", "rotate-master").err())
                .contains("PREVIOUS_MASTER_KEY: expected base64 of 32 bytes");
        environment.remove("DATABASE_URL");
        assertThat(CommandRun.of(environment, "", "keys", "rotate-master").err())
                .contains("DATABASE_URL: expected");
    }

    private CommandRun rotate(String previous, String next) {
        Map<String, String> environment = CommandRun.environment(database, next, folder.resolve("data"));
        environment.put("PREVIOUS_MASTER_KEY", previous);
        return CommandRun.of(environment, "", "keys", "rotate-master");
    }

    private void assertSignsInUnder(String masterKey) throws Exception {
        int status = underKey(masterKey, port -> logIn(port).statusCode());
        assertThat(status).isEqualTo(200);
    }

    private interface Requests<T> {
        T on(int port) throws Exception;
    }

    /** Starts the server with a key and without an administrator's help, asks, and stops it. */
    private <T> T underKey(String masterKey, Requests<T> requests) throws Exception {
        Map<String, String> environment = CommandRun.environment(database, masterKey, folder.resolve("data"));
        environment.putAll(Map.of(
                "PORT", "0",
                "MANAGEMENT_PORT", "0",
                "PLUGINS_DIR", folder.resolve("no-plugins").toString()));
        try (Platform platform =
                Platform.start(ConfigurationReader.read(environment, "127.0.0.1"), Clock.systemUTC())) {
            return requests.on(platform.port());
        }
    }

    private static HttpResponse<String> signUp(int port) throws Exception {
        HttpResponse<String> made = send(port, "POST", "/api/v1/auth/signup", """
                {"organization": {"slug": "acme", "name": "Acme"},
                 "user": {"email": "o@acme.example", "name": "O", "password": "correct horse"}}""");
        assertThat(made.statusCode()).isEqualTo(201);
        return made;
    }

    private static HttpResponse<String> logIn(int port) throws Exception {
        return send(port, "POST", "/api/v1/auth/login", """
                {"tenant": "acme", "email": "o@acme.example", "password": "correct horse"}""");
    }

    private static String token(HttpResponse<String> session) {
        return RunningServer.json(session).path("accessToken").asText();
    }

    private static HttpResponse<String> send(int port, String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static String key(int first) {
        byte[] key = new byte[32];
        key[0] = (byte) first;
        return Base64.getEncoder().encodeToString(key);
    }
}
