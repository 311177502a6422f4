package com.planitai.kpi.server.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds out that a port is taken before anything else has been started. */
final class PortProbe {
    private PortProbe() {}

    static void require(String variable, String bind, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(bind, port));
        } catch (IOException taken) {
            throw new StartFailure(
                    "port " + port + " is in use or not permitted: stop the other program, or set " + variable, taken);
        }
    }
}
