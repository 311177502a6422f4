package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.files.S3StandIn;
import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.embedded.EmbeddedDatabase;
import com.planitai.kpi.tenancy.embedded.EmbeddedOptions;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program's commands in production, where only migrate knows the administrator's password. On a server of its own,
 * because roles belong to the whole server.
 */
class ProductionStartIT {
    private static final Path BINARIES = Path.of(System.getProperty("java.io.tmpdir"), "planitai-kpi-test");
    private static final int FAILED = 1;
    private static final int INSTANCES = 3;

    @TempDir
    private Path folder;

    private EmbeddedDatabase server;
    private DatabaseSettings administrator;

    @BeforeEach
    void start() {
        server = EmbeddedDatabase.start(folder.resolve("database"), new EmbeddedOptions(BINARIES, false));
        administrator = server.settings();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void servesWithoutTheAdministratorsPasswordOnceItIsMigrated() throws Exception {
        Program.Outcome migrated = Program.run(folder, withPassword(), "migrate");
        assertThat(migrated.exitCode()).as(migrated.output()).isZero();

        try (Program.Server running = Program.serve(environment())) {
            HttpResponse<String> health = get(running, "/health");
            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
            assertThat(Program.run(folder, environment(), "doctor").output())
                    .contains("ok    database: version")
                    .contains("ok    files: the folder ");
            assertThat(running.stop()).isZero();
        }
    }

    @Test
    void servesWithAWrongPasswordTooBecauseNobodyUsesIt() {
        Program.run(folder, withPassword(), "migrate");
        Map<String, String> wrong = environment();
        wrong.put("DATABASE_PASSWORD", "wrong");

        try (Program.Server running = Program.serve(wrong)) {
            assertThat(running.stop()).isZero();
        }
    }

    @Test
    void saysWhatToRunWhereNothingIsPrepared() {
        for (String command : new String[] {"serve", "migrate"}) {
            Program.Outcome refused = Program.run(folder, environment(), command);

            assertThat(refused.exitCode()).isEqualTo(FAILED);
            assertThat(refused.output())
                    .contains("kpi: the database is not prepared")
                    .contains(
                            "Run migrate once with this MASTER_KEY and with that user's password in DATABASE_PASSWORD")
                    .doesNotContain("Exception", "\tat ");
        }
        Program.Outcome examined = Program.run(folder, environment(), "doctor");
        assertThat(examined.exitCode()).isEqualTo(FAILED);
        assertThat(examined.output())
                .contains("WRONG database: role kpi_app does not log in", "run the command migrate");
    }

    @Test
    void agreesOnKeysAndOperatorWhenSeveralStartAtOnceOnAnEmptyDatabase() throws Exception {
        Map<String, String> environment = withPassword();
        environment.put("OPERATOR_EMAIL", "operator@example.com");
        environment.put("OPERATOR_PASSWORD", "correct horse battery");
        List<Program.Server> servers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(INSTANCES)) {
            List<Future<Program.Server>> starts = new ArrayList<>();
            for (int number = 0; number < INSTANCES; number++) {
                Map<String, String> own = new HashMap<>(environment);
                own.put("DATA_DIR", folder.resolve("data-" + number).toString());
                starts.add(threads.submit(() -> Program.serve(own)));
            }
            for (Future<Program.Server> start : starts) {
                servers.add(start.get());
            }

            Set<String> keys = new HashSet<>();
            for (Program.Server each : servers) {
                keys.add(get(each, "/.well-known/jwks.json").body());
            }
            assertThat(keys).hasSize(1);
            assertThat(PostgresExtension.query(administrator, "SELECT count(*)::text FROM directory.signing_key"))
                    .containsExactly("1");
            assertThat(PostgresExtension.query(administrator, "SELECT email FROM directory.operator"))
                    .containsExactly("operator@example.com");
        } finally {
            servers.forEach(Program.Server::close);
        }
    }

    @Test
    void endsWithASentenceWhenTheBucketIsNotThere() {
        try (S3StandIn s3 = S3StandIn.start()) {
            Map<String, String> environment = withPassword();
            environment.putAll(s3.environment("not-there"));

            Program.Outcome refused = Program.run(folder, environment, "serve");
            assertThat(refused.exitCode()).isEqualTo(FAILED);
            assertThat(refused.output())
                    .contains("kpi: the object store s3://not-there/ in us-east-1 at http://127.0.0.1:")
                    .contains("does not exist", "make the bucket, or correct OBJECT_STORE")
                    .doesNotContain("\tat ");
            assertThat(Program.run(folder, environment, "doctor").output())
                    .contains("WRONG files: the object store s3://not-there/");

            s3.makeBucket("not-there");
            assertThat(Program.run(folder, environment, "doctor").output())
                    .contains("ok    files: s3://not-there/ in us-east-1");
        }
    }

    private static HttpResponse<String> get(Program.Server server, String path)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + server.port() + path);
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        }
    }

    /** Without any password, as the server has it in the cloud. */
    private Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "ENVIRONMENT",
                "production",
                "PORT",
                "0",
                "MANAGEMENT_PORT",
                "0",
                "BIND",
                "127.0.0.1",
                "DATA_DIR",
                folder.resolve("data").toString(),
                "MASTER_KEY",
                Base64.getEncoder().encodeToString(new byte[32]),
                "DATABASE_URL",
                "postgresql://" + administrator.user() + "@" + administrator.host() + ":" + administrator.port() + "/"
                        + administrator.database()));
    }

    private Map<String, String> withPassword() {
        Map<String, String> environment = environment();
        environment.put("DATABASE_PASSWORD", String.valueOf(administrator.password()));
        return environment;
    }
}
