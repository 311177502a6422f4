package com.planitai.kpi.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** Debian's Redis on loopback and a free port, keeping nothing. */
final class RedisServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final int port;

    private RedisServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static RedisServer start() {
        int port = Ports.free();
        try {
            Process process = new ProcessBuilder(
                            "redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "")
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "redis.log").toFile())
                    .start();
            Ports.await(port, PATIENCE);
            return new RedisServer(process, port);
        } catch (IOException missing) {
            throw new UncheckedIOException(
                    "redis-server is needed: install it (apt-get install redis-server)", missing);
        }
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
