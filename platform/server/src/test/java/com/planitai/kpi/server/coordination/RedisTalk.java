package com.planitai.kpi.server.coordination;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Says single lines to a server, past everything that is under test. */
final class RedisTalk implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader replies;

    private RedisTalk(Socket socket) throws IOException {
        this.socket = socket;
        this.replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    static RedisTalk to(RedisSettings settings) {
        try {
            RedisTalk talk = new RedisTalk(new Socket(settings.host(), settings.port()));
            if (settings.password() != null) {
                talk.say("AUTH " + settings.password());
            }
            return talk;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The first line of the reply. */
    String say(String command) {
        try {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            String reply = replies.readLine();
            if (reply == null || reply.startsWith("-")) {
                throw new IllegalStateException(command.split(" ", 2)[0] + ": " + reply);
            }
            return reply;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
