package com.planitai.kpi.server.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * S3 on loopback, as a process of its own: S3Proxy over a folder. It checks signatures, and it can be stopped, so that it
 * hangs, and killed.
 */
public final class S3StandIn implements AutoCloseable {
    static final String ACCESS_KEY = "tester";
    static final String SECRET_KEY = "not-a-secret";
    static final String REGION = "us-east-1";

    /** Written by the build before the integration tests. */
    private static final Path CLASS_PATH = Path.of("target/s3proxy.classpath");

    private static final Pattern STARTED = Pattern.compile("Started ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)}");
    private static final int START_SECONDS = 60;

    private final Path folder;
    private int port;
    private Process process;

    private S3StandIn(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    public static S3StandIn start() {
        try {
            Path folder = Files.createTempDirectory("s3-");
            Files.createDirectories(folder.resolve("buckets"));
            Process process = run(folder, 0);
            return new S3StandIn(folder, port(process), process);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Its credentials are those of the environment, until it is closed. */
    public static S3StandIn lendingItsCredentials() {
        System.setProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), ACCESS_KEY);
        System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), SECRET_KEY);
        return start();
    }

    /** What a process is told to keep its files in the bucket. */
    public Map<String, String> environment(String bucket) {
        return Map.of(
                "OBJECT_STORE",
                "s3://" + bucket + "?region=" + REGION + "&endpoint=" + endpoint(),
                SdkSystemSetting.AWS_ACCESS_KEY_ID.environmentVariable(),
                ACCESS_KEY,
                SdkSystemSetting.AWS_SECRET_ACCESS_KEY.environmentVariable(),
                SECRET_KEY);
    }

    private URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    static AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY));
    }

    /** Makes the bucket where it is missing. */
    public BucketSettings makeBucket(String name) {
        try {
            Files.createDirectories(buckets().resolve(name));
            return new BucketSettings(name, "", REGION, endpoint());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The store of one instance in the bucket of this name, which is made where it is missing. */
    public ObjectStore open(String name) {
        return S3Store.open(makeBucket(name), S3Limits.DEFAULT, credentials());
    }

    /** Everything that lies in any bucket, as paths. */
    public List<String> everything() {
        return files(buckets()).stream()
                .map(file -> buckets().relativize(file).toString())
                .toList();
    }

    /** Everything that lies in the bucket, parts of unfinished uploads too, as paths. */
    List<String> contents(BucketSettings bucket) {
        Path root = buckets().resolve(bucket.name());
        return files(root).stream()
                .map(file -> root.relativize(file).toString())
                .toList();
    }

    /** The same in bytes. */
    List<Long> sizes(BucketSettings bucket) {
        return files(buckets().resolve(bucket.name())).stream()
                .map(file -> file.toFile().length())
                .toList();
    }

    private static List<Path> files(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** From now on it takes connections and says nothing. */
    void hang() {
        signal("STOP");
    }

    void goOn() {
        signal("CONT");
    }

    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** On the same port, with what was stored before. */
    public void startAgain() {
        try {
            process = run(folder, port);
            port = port(process);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        System.clearProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property());
        System.clearProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property());
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path buckets() {
        return folder.resolve("buckets");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + kill.exitValue());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static Process run(Path folder, int port) throws IOException {
        Path settings = Files.writeString(folder.resolve("s3proxy.properties"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.ignore-unknown-headers=true
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(
                        port, ACCESS_KEY, SECRET_KEY, folder.resolve("buckets")));
        Path logging = Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%msg%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="out" /></root>
                </configuration>
                """);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                classPath(),
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String classPath() throws IOException {
        try {
            return Files.readString(CLASS_PATH).strip();
        } catch (NoSuchFileException missing) {
            throw new IllegalStateException(
                    CLASS_PATH + " is missing: run ./mvnw pre-integration-test -pl platform/server -am", missing);
        }
    }

    /** The port that it says it has, which is also when it is ready; whatever else it says is read and dropped. */
    private static int port(Process process) {
        var found = new CompletableFuture<Integer>();
        Thread.ofVirtual().name("s3-output").start(() -> read(process, found));
        try {
            return found.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            process.destroyForcibly();
            throw new IllegalStateException("the stand-in for S3 did not start", failure);
        }
    }

    private static void read(Process process, CompletableFuture<Integer> found) {
        StringBuilder said = new StringBuilder();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher started = STARTED.matcher(line);
                if (started.find()) {
                    found.complete(Integer.valueOf(started.group(1)));
                } else if (!found.isDone()) {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException ended) {
            said.append(ended);
        }
        found.completeExceptionally(new IllegalStateException(Objects.toString(said)));
    }
}
