package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HealthProbeIT {
    private final ByteArrayOutputStream reasons = new ByteArrayOutputStream();

    @Test
    void acceptsNothingButA200() throws IOException {
        assertThat(probeOfServerAnswering(200)).isZero();
        for (int status : new int[] {204, 301, 404, 500, 503}) {
            assertThat(probeOfServerAnswering(status)).as("status %s", status).isEqualTo(1);
            assertThat(reasons.toString(StandardCharsets.UTF_8)).contains(": " + status);
        }
    }

    @Test
    void failsWhereNobodyListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(probe("http://127.0.0.1:" + free + "/health")).isEqualTo(1);
        assertThat(reasons.toString(StandardCharsets.UTF_8)).contains("ConnectException");
    }

    @Test
    void doesNotWaitForAServerThatHangs() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(probe("http://127.0.0.1:" + silent.getLocalPort() + "/health"))
                    .isEqualTo(1);
        }
        assertThat(reasons.toString(StandardCharsets.UTF_8)).contains("SocketTimeoutException");
    }

    @Test
    void refusesWhatIsNoAddress() {
        for (String address : new String[] {"", "health", "file:///etc/passwd", "http://a b/"}) {
            assertThat(probe(address)).as("address '%s'", address).isEqualTo(1);
        }
    }

    private int probeOfServerAnswering(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            return probe("http://127.0.0.1:" + server.getAddress().getPort() + "/health");
        } finally {
            server.stop(0);
        }
    }

    private int probe(String address) {
        return HealthProbe.probe(address, new PrintStream(reasons, true, StandardCharsets.UTF_8));
    }
}
