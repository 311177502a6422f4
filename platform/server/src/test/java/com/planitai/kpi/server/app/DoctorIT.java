package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.app.Check.Finding;
import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.TenancyLimits;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DoctorIT {
    private static final String KEY = Base64.getEncoder().encodeToString(PostgresExtension.masterKey());

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static DatabaseSettings database;

    @TempDir
    private Path folder;

    private Map<String, String> environment;

    @BeforeAll
    static void prepare() {
        database = POSTGRES.database();
    }

    @BeforeEach
    void healthy() throws IOException {
        Path site = Files.createDirectories(folder.resolve("site"));
        Files.writeString(site.resolve("index.html"), "<!doctype html>");
        environment = CommandRun.environment(database, KEY, folder.resolve("data"));
        environment.put("WEB_ROOT", site.toString());
        environment.put("PLUGINS_DIR", folder.resolve("archives").toString());
        Files.createDirectories(folder.resolve("archives"));
    }

    @Test
    void findsEveryPartOfAHealthyInstallationWell() {
        CommandRun run = doctor();

        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line).startsWith("ok    configuration: "))
                .anySatisfy(line -> assertThat(line).startsWith("ok    data folder: "))
                .anySatisfy(line -> assertThat(line).startsWith("ok    web app: "))
                .anySatisfy(line -> assertThat(line).startsWith("ok    database: version "))
                .anySatisfy(line -> assertThat(line).startsWith("ok    clock: "))
                .anySatisfy(line -> assertThat(line).startsWith("ok    trust store: "));
        // The one thing that this test leaves out.
        assertThat(wrong(run)).singleElement().asString().startsWith("WRONG plugins: none in ");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void looksAtEverythingElseWhenTheDatabaseIsDead() throws IOException {
        int freed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            freed = socket.getLocalPort();
        }
        environment.put("DATABASE_URL", "postgresql://admin:hunter2@127.0.0.1:" + freed + "/kpi");

        CommandRun run = doctor();

        assertThat(wrong(run))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("WRONG database: cannot use postgresql://admin:***@127.0.0.1:" + freed)
                        .contains("is it running"));
        assertThat(run.out()).contains("ok    web app: ", "ok    trust store: ").doesNotContain("hunter2", KEY);
    }

    @Test
    void doesNotWaitForADatabaseThatHangs() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            environment.put("DATABASE_URL", "postgresql://admin@127.0.0.1:" + silent.getLocalPort() + "/kpi");
            Configuration configuration = ConfigurationReader.read(environment, "0.0.0.0");

            List<Finding> findings = new Doctor(Duration.ofMillis(300), System::nanoTime)
                    .examine(List.of(
                            new DatabaseCheck(configuration, Clock.systemUTC()).check(),
                            FolderChecks.site(configuration)));

            assertThat(findings)
                    .extracting(Finding::toString)
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("WRONG database: no answer within "),
                            line -> assertThat(line).startsWith("ok    web app: "));
        }
    }

    @Test
    void reportsACheckThatBreaksAsAFinding() throws InterruptedException {
        var never = new CountDownLatch(1);
        List<Finding> findings = new Doctor(Duration.ofMillis(100), System::nanoTime)
                .examine(List.of(
                        new Check("broken", () -> {
                            throw new IOException("on purpose");
                        }),
                        new Check("hanging", () -> {
                            never.await();
                            return List.of();
                        }),
                        new Check("fine", () -> List.of(Finding.good("fine", "yes")))));

        assertThat(findings).extracting(Finding::well).containsExactly(false, false, true);
        assertThat(findings.getFirst().sentence()).contains("on purpose");
    }

    @Test
    void comparesTheClockWithTheDatabases() throws InterruptedException {
        Clock fast = Clock.offset(Clock.systemUTC(), DatabaseCheck.GREATEST_SKEW.plusSeconds(1));
        Clock slow = Clock.offset(
                Clock.systemUTC(), DatabaseCheck.GREATEST_SKEW.plusSeconds(1).negated());
        Clock fair = Clock.offset(Clock.systemUTC(), DatabaseCheck.GREATEST_SKEW.minusSeconds(2));

        assertThat(clockFinding(fast)).startsWith("WRONG clock: ").contains("ms ahead of", "time server");
        assertThat(clockFinding(slow)).startsWith("WRONG clock: ").contains("ms behind", "time server");
        assertThat(clockFinding(fair)).startsWith("ok    clock: ");
    }

    @Test
    void changesNothingOnADatabaseThatIsNotItsOwn() {
        String stranger = Base64.getEncoder().encodeToString(new byte[32]);
        environment.put("MASTER_KEY", stranger);

        CommandRun run = doctor();

        assertThat(wrong(run))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("WRONG database: role kpi_app does not log in")
                        .contains("MASTER_KEY"));
        environment.put("MASTER_KEY", KEY);
        assertThat(doctor().out()).contains("ok    database: version ");
    }

    @Test
    void saysWhatToDoAboutADatabaseThatIsBehindOrEmpty() {
        DatabaseSettings empty = POSTGRES.freshDatabase();
        POSTGRES.open(empty, TenancyLimits.DEFAULT).close();
        environment.putAll(CommandRun.environment(empty, KEY, folder.resolve("data")));

        assertThat(doctor().out()).contains("ok    database: reachable and empty; serve or migrate fills it");
    }

    @Test
    void namesAFolderThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "in the way");
        environment.put("DATA_DIR", file.resolve("data").toString());

        CommandRun run = doctor();

        assertThat(wrong(run))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("WRONG data folder: " + file)
                        .contains("cannot be written", "DATA_DIR", "tmpfs"));
        assertThat(run.out()).contains("ok    database: version ");
    }

    @Test
    void namesAPluginArchiveThatIsBroken() throws IOException {
        Files.writeString(folder.resolve("archives").resolve("broken-1.0.0.zip"), "no archive");

        assertThat(wrong(doctor()))
                .singleElement()
                .asString()
                .startsWith("WRONG plugin broken-1.0.0.zip: ")
                .contains("replace the archive");
    }

    @Test
    void reportsAllFaultsOfTheConfigurationAndWhatDoesNotDependOnIt() {
        environment.put("PORT", "eighty");
        environment.put("MASTER_KEY", "short");

        CommandRun run = doctor();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("WRONG configuration: ")
                .contains("PORT: ", "MASTER_KEY: ", "ok    trust store: ");
    }

    private String clockFinding(Clock clock) throws InterruptedException {
        Configuration configuration = ConfigurationReader.read(environment, "0.0.0.0");
        return new Doctor(Doctor.DEADLINE, System::nanoTime)
                .examine(List.of(new DatabaseCheck(configuration, clock).check())).stream()
                        .map(Finding::toString)
                        .filter(line -> line.contains("clock"))
                        .findFirst()
                        .orElseThrow();
    }

    private CommandRun doctor() {
        return CommandRun.of(environment, "", "doctor");
    }

    private static List<String> wrong(CommandRun run) {
        return run.out().lines().filter(line -> line.startsWith("WRONG ")).toList();
    }
}
