package com.planitai.kpi.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.planitai.kpi.image.ImageContainer.Ended;
import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ContainerLaunchException;

/** The image as it runs: a server that starts fast, on nothing but what it brings, and can do no harm. */
class ImageIT {
    private static final Duration LONGEST_START = Duration.ofSeconds(5);
    private static final int STARTS = 3;
    private static final int KIBIBYTE = 1024;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static RedisServer redis;
    private static DatabaseSettings database;
    private static ServingImage server;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        database = POSTGRES.freshDatabase();
        Ended migrated = command("migrate");
        assertThat(migrated.exitCode()).as(migrated.output()).isZero();
        server = new ServingImage(database, redis);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void migratesAgainWithoutHarm() {
        Ended migrated = command("migrate");

        assertThat(migrated.exitCode()).isZero();
        assertThat(migrated.output()).contains("0 tenants migrated, 0 failed");
    }

    @Test
    void answersWithinFiveSecondsOfItsStart() {
        Duration fastest = server.tookToStart();
        for (int start = 1; start < STARTS && fastest.compareTo(LONGEST_START) > 0; start++) {
            try (ServingImage again = new ServingImage(database, redis)) {
                fastest = again.tookToStart();
            }
        }
        assertThat(fastest).isLessThanOrEqualTo(LONGEST_START);
    }

    @Test
    void refusesAnAotCacheThatDoesNotFitOnlyWhenTold() {
        String misfit = "-XX:-UseCompressedOops";

        Ended told = command(Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on " + misfit), "--help");
        assertThat(told.exitCode()).isNotZero();
        assertThat(told.output()).contains("AOT cache");

        Ended untold = command(Map.of("JDK_JAVA_OPTIONS", misfit), "--help");
        assertThat(untold.exitCode()).as(untold.output()).isZero();
    }

    @Test
    void servesTheWebAppAndTheContract() {
        HttpResponse<String> page = server.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        Matcher script = Pattern.compile("/assets/[^\"]+\\.js").matcher(page.body());
        assertThat(script.find()).isTrue();
        assertThat(server.get(script.group()).statusCode()).isEqualTo(200);
        assertThat(server.get("/openapi.yaml").body()).startsWith("openapi:");
    }

    @Test
    void runsAsNobodyWithNoPrivilege() {
        String status = server.container().outputOf("cat", "/proc/1/status");

        assertThat(status).containsPattern("Uid:\\s+10001\\s+10001\\s+10001\\s+10001");
        assertThat(status).containsPattern("Gid:\\s+10001\\s+10001\\s+10001\\s+10001");
        assertThat(status)
                .containsPattern("CapEff:\\s+0000000000000000")
                .containsPattern("CapPrm:\\s+0000000000000000");
        assertThat(status).containsPattern("NoNewPrivs:\\s+1");
        assertThat(server.container().outputOf("cat", "/proc/1/cmdline")).startsWith("/opt/java/bin/java\0");
    }

    @Test
    void writesNowhereButInItsFolderInMemory() {
        for (String place : new String[] {"/app/x", "/opt/java/x", "/etc/x", "/var/x", "/x"}) {
            ExecResult touched = server.container().execute("touch", place);
            assertThat(touched.getExitCode()).as(place).isNotZero();
            assertThat(touched.getStderr()).contains("Read-only file system");
        }
        server.container().outputOf("touch", "/tmp/x");
        assertThat(server.container().outputOf("find", "/tmp/data", "-maxdepth", "0"))
                .contains("/tmp/data");
    }

    @Test
    void needsNoShellAndNoTool(@TempDir Path empty) {
        assertThatExceptionOfType(ContainerLaunchException.class)
                .as("the tools are hidden")
                .isThrownBy(() -> ImageContainer.ofProgram("/bin/sh", "-c", "exit 0")
                        .hiding("/usr/bin", empty)
                        .runToItsEnd());

        Ended doctor = new ImageContainer(ServingImage.environment(database, redis), "doctor")
                .hiding("/usr/bin", empty)
                .hiding("/usr/sbin", empty)
                .runToItsEnd();
        assertThat(doctor.exitCode()).as(doctor.output()).isZero();
        assertThat(doctor.output())
                .contains("ok    database:", "ok    plugins: 1")
                .doesNotContain("WRONG");
    }

    @Test
    void doctorNamesADatabaseThatDoesNotAnswer() {
        String nobody = "postgresql://kpi@127.0.0.1:" + Ports.free() + "/kpi";

        Ended doctor = command(Map.of("DATABASE_URL", nobody), "doctor");

        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.output()).contains("WRONG").doesNotContain("Exception");
    }

    @Test
    void refusesToStartWithoutWhatItNeeds() {
        for (String command : new String[] {"serve", "migrate"}) {
            Ended refused = new ImageContainer(Map.of(), command).runToItsEnd();

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.output()).contains("MASTER_KEY: ", "DATABASE_URL: ");
        }
    }

    @Test
    void tellsHealthFromSicknessByItsOwnHealthCheck() {
        String[] check = server.container().healthCheck();

        ExecResult healthy = server.container().execute(check);
        assertThat(healthy.getExitCode())
                .as(healthy.getStdout() + healthy.getStderr())
                .isZero();
        assertThat(healthy.getStdout()).contains("/health: 200");

        String[] ofNobody = Arrays.copyOf(check, check.length + 1);
        ofNobody[check.length] = "http://127.0.0.1:" + Ports.free() + "/health";
        assertThat(server.container().execute(ofNobody).getExitCode()).isEqualTo(1);
    }

    @Test
    void staysWithinItsMemory() {
        Matcher resident = RESIDENT.matcher(server.container().outputOf("cat", "/proc/1/status"));
        assertThat(resident.find()).isTrue();
        long bytes = Long.parseLong(resident.group(1)) * KIBIBYTE;
        assertThat(bytes).isLessThan(ImageContainer.MEMORY_BYTES / 2);

        // The JVM knows the limit: its heap is a share of it, not of the machine's memory.
        Matcher heap = Pattern.compile("-XX:MaxHeapSize=(\\d+)")
                .matcher(server.container().outputOf("/opt/java/bin/jcmd", "1", "VM.flags"));
        assertThat(heap.find()).isTrue();
        assertThat(Long.parseLong(heap.group(1)))
                .isBetween(ImageContainer.MEMORY_BYTES / 2, ImageContainer.MEMORY_BYTES * 2 / 3);
    }

    @Test
    void hasFontsForKoreanAndJapanese() {
        for (String language : new String[] {"ko", "ja"}) {
            assertThat(server.container().outputOf("fc-list", ":lang=" + language, "family"))
                    .contains("Noto Sans CJK");
        }
    }

    private static Ended command(String... command) {
        return command(Map.of(), command);
    }

    private static Ended command(Map<String, String> environment, String... command) {
        Map<String, String> all = new HashMap<>(ServingImage.environment(database, redis));
        all.putAll(environment);
        return new ImageContainer(all, command).runToItsEnd();
    }
}
