package com.planitai.kpi.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
    private static final Path BINARIES = Path.of(System.getProperty("java.io.tmpdir"), "planitai-kpi-test");
    private static final EmbeddedOptions DURABLE = new EmbeddedOptions(BINARIES, true);

    @TempDir
    private Path folder;

    @Test
    void keepsWhatWasCommittedOverARestart() {
        try (var server = EmbeddedDatabase.start(folder, DURABLE)) {
            PostgresExtension.execute(server.settings(), "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        long begun = System.nanoTime();
        try (var server = EmbeddedDatabase.start(folder, DURABLE)) {
            System.out.println("second start: "
                    + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");
            assertThat(PostgresExtension.query(server.settings(), "SELECT answer FROM kept"))
                    .containsExactly("42");
        }
    }

    @Test
    void isDurableAndListensOnLoopbackOnly() {
        try (var server = EmbeddedDatabase.start(folder, DURABLE)) {
            assertThat(PostgresExtension.query(
                            server.settings(),
                            "SELECT name || '=' || setting FROM pg_settings WHERE name IN ('fsync', "
                                    + "'synchronous_commit', 'full_page_writes', 'listen_addresses', "
                                    + "'unix_socket_directories') ORDER BY name"))
                    .containsExactly(
                            "fsync=on",
                            "full_page_writes=on",
                            "listen_addresses=127.0.0.1",
                            "synchronous_commit=on",
                            "unix_socket_directories=");
        }
    }

    @Test
    void asksForAPasswordThatOnlyTheOwnerOfTheFolderCanRead() throws IOException {
        try (var server = EmbeddedDatabase.start(folder, DURABLE)) {
            DatabaseSettings wrong = server.settings().withUser("postgres", "wrong");

            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("superuser-password"))))
                    .isEqualTo("rw-------");
            assertThatThrownBy(() -> PostgresExtension.connect(wrong))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failure -> assertThat(failure.getSQLState()).isEqualTo("28P01"));
            assertThat(server.settings()).asString().contains(":***@");
        }
    }

    @Test
    void refusesAFolderThatALiveServerUses() {
        try (var server = EmbeddedDatabase.start(folder, DURABLE)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(folder, DURABLE))
                    .isInstanceOf(EmbeddedDatabaseException.class)
                    .hasMessageContaining("in use by another running server");
            assertThat(PostgresExtension.query(server.settings(), "SELECT 1")).hasSize(1);
        }
    }

    @Test
    void stopsTheServerThatAKilledProcessLeftBehind() throws Exception {
        Process process = startServerOfItsOwn();
        assertThatThrownBy(() -> EmbeddedDatabase.start(folder, DURABLE))
                .hasMessageContaining("in use by another running server");

        process.destroyForcibly().waitFor();
        long orphan = runningServer();
        try (var server = EmbeddedDatabase.start(folder, DURABLE)) {
            assertThat(runningServer()).isNotEqualTo(orphan);
            assertThat(PostgresExtension.query(server.settings(), "SELECT answer FROM kept"))
                    .containsExactly("42");
        }
    }

    @Test
    void startsWhereProcessAndServerWereKilledTogether() throws Exception {
        Process process = startServerOfItsOwn();
        ProcessHandle server = ProcessHandle.of(runningServer()).orElseThrow();
        process.destroyForcibly().waitFor();
        server.destroyForcibly();
        server.onExit().get();

        try (var restarted = EmbeddedDatabase.start(folder, DURABLE)) {
            assertThat(PostgresExtension.query(restarted.settings(), "SELECT answer FROM kept"))
                    .containsExactly("42");
        }
    }

    @Test
    void ignoresAProcessNumberThatAnotherProgramHasNow() throws IOException {
        EmbeddedDatabase.start(folder, DURABLE).close();
        Path cluster = folder.resolve("cluster");
        Files.writeString(Postmaster.pidFile(cluster), ProcessHandle.current().pid() + "\n" + cluster + "\n");
        assertThat(Postmaster.of(cluster)).isInstanceOf(Postmaster.Reused.class);

        try (var server = EmbeddedDatabase.start(folder, DURABLE)) {
            assertThat(PostgresExtension.query(server.settings(), "SELECT 1")).hasSize(1);
        }
    }

    @Test
    void startsAgainAfterItsSetUpWasCutShort() throws IOException {
        Files.createDirectories(folder.resolve("cluster.partial").resolve("base"));
        Files.writeString(folder.resolve("superuser-password"), "half");

        try (var server = EmbeddedDatabase.start(folder, DURABLE)) {
            assertThat(PostgresExtension.query(server.settings(), "SELECT 1")).hasSize(1);
        }
    }

    @Test
    void saysWhichFolderItCannotUse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        assertThatThrownBy(() -> EmbeddedDatabase.start(file, DURABLE))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessageContaining(file.toString());
    }

    private Process startServerOfItsOwn() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        ServerOfItsOwn.class.getName(),
                        folder.toString(),
                        BINARIES.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null && !line.equals(ServerOfItsOwn.READY)) {
                line = output.readLine();
            }
            assertThat(line).isEqualTo(ServerOfItsOwn.READY);
        }
        return process;
    }

    private long runningServer() throws IOException {
        return ((Postmaster.Running) Postmaster.of(folder.resolve("cluster"))).pid();
    }
}
