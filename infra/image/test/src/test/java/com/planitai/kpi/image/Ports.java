package com.planitai.kpi.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Ports of this machine, which the containers share. */
final class Ports {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Ports() {}

    static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until somebody listens. */
    static void await(int port, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > end) {
                    throw new UncheckedIOException("nobody listens on port " + port, notYet);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
