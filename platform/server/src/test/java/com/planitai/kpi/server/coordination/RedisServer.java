package com.planitai.kpi.server.coordination;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A Redis server of a test's own, on a free port, that the test may kill, hang, empty and start again. */
public final class RedisServer implements AutoCloseable {
    static final String PASSWORD = "hunter2-of-redis";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final int MAX_STARTS = 5;

    private final Path folder;
    private final List<String> options;
    private int port;
    private @Nullable Process process;

    private RedisServer(Path folder, List<String> options) {
        this.folder = folder;
        this.options = List.copyOf(options);
    }

    /** Debian's server where it is installed, or else the one that Maven brought. */
    public static RedisServer start(String... options) {
        try {
            RedisServer server = new RedisServer(Files.createTempDirectory("kpi-redis"), List.of(options));
            for (int attempt = 0; attempt < MAX_STARTS && server.process == null; attempt++) {
                server.port = freePort();
                server.launch();
            }
            Objects.requireNonNull(server.process, "redis-server did not start");
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String executable() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(RedisServer::embedded);
    }

    public RedisSettings settings() {
        return new RedisSettings("127.0.0.1", port, null, PASSWORD, 0, false);
    }

    int port() {
        return port;
    }

    /** Instances wait longer in tests, where a busy machine shall not look like a silent server. */
    public Coordination patientInstance() {
        return new RedisCoordination(settings(), PATIENCE);
    }

    /** As by the kernel: connections end, nothing is said. */
    public void kill() throws InterruptedException {
        Process running = Objects.requireNonNull(process);
        running.destroyForcibly().waitFor();
        process = null;
    }

    public void restart() throws IOException {
        launch();
        Objects.requireNonNull(process, "redis-server did not start again on port " + port);
    }

    /** Connections stay open, and nothing answers. */
    void hang() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    void flush() {
        try (RedisTalk talk = RedisTalk.to(settings())) {
            talk.say("FLUSHALL");
        }
    }

    @Override
    public void close() {
        try {
            if (process != null) {
                signal("CONT");
                kill();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.toList().reversed()) {
                    Files.delete(file);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(executable(), "--bind", "127.0.0.1", "--save", ""));
        command.addAll(List.of("--dir", folder.toString(), "--requirepass", PASSWORD));
        if (!options.contains("--tls-port")) {
            command.addAll(List.of("--port", Integer.toString(port)));
        }
        options.forEach(option -> command.add(option.equals("PORT") ? Integer.toString(port) : option));
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (started.isAlive() && System.nanoTime() < end) {
            if (Files.readString(folder.resolve("log")).contains("Ready to accept connections")) {
                process = started;
                return;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        started.destroyForcibly();
        Files.deleteIfExists(folder.resolve("log"));
    }

    private void signal(String name) throws IOException, InterruptedException {
        String pid = Long.toString(Objects.requireNonNull(process).pid());
        Process kill = new ProcessBuilder("kill", "-" + name, pid).start();
        if (!kill.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IllegalStateException("kill -" + name + " " + pid + " failed");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static String embedded() {
        try {
            return ExecutableProvider.newJarResourceProvider().get().getPath();
        } catch (IOException | RuntimeException failure) {
            throw new IllegalStateException("redis-server is missing: apt-get install redis-server", failure);
        }
    }
}
