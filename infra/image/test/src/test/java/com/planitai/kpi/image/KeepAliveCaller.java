package com.planitai.kpi.image;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * A balancer's side of the wire: one request after the other on a connection that is kept, a new one when the server says that it
 * closes this one. It notices that the server is leaving only some time after the first such answer. Unlike an HTTP library
 * it never asks again, so that each request that is lost is seen.
 */
final class KeepAliveCaller implements Callable<KeepAliveCaller.Tally> {
    private static final int ANSWER_TIMEOUT_MILLIS = 15_000;
    private static final String LENGTH = "content-length:";

    private final int port;
    private final List<String> requests;
    private final CountDownLatch warm;
    private final Duration notices;

    /** What became of the requests: how many were answered, and how many of them after the server had said that it leaves. */
    record Tally(int answered, int answeredWhileLeaving) {}

    private record Reply(int status, boolean closes) {}

    /**
     * @param requests heads without their end, sent in turn
     * @param warm counted down with each answer
     * @param notices how long it goes on after the first answer that closes its connection
     */
    KeepAliveCaller(int port, List<String> requests, CountDownLatch warm, Duration notices) {
        this.port = port;
        this.requests = List.copyOf(requests);
        this.warm = warm;
        this.notices = notices;
    }

    /**
     * Calls until the server leaves.
     *
     * @throws IOException when a request got no answer, or another one than 200
     */
    @Override
    public Tally call() throws IOException {
        int answered = 0;
        int leaving = 0;
        long end = Long.MAX_VALUE;
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
                InputStream input = new BufferedInputStream(socket.getInputStream());
                boolean open = true;
                while (open) {
                    String request = requests.get(answered % requests.size());
                    Reply reply = exchange(socket, input, request);
                    if (reply.status() != 200) {
                        throw new IOException(request + " was answered with " + reply.status());
                    }
                    open = !reply.closes();
                    answered++;
                    warm.countDown();
                    if (!open) {
                        leaving++;
                        end = Math.min(end, System.nanoTime() + notices.toNanos());
                    }
                }
            }
        }
        return new Tally(answered, leaving);
    }

    private static Reply exchange(Socket socket, InputStream input, String request) throws IOException {
        socket.getOutputStream().write((request + "\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        String statusLine = line(input);
        int length = -1;
        boolean closes = false;
        for (String header = line(input); !header.isEmpty(); header = line(input)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH)) {
                length = Integer.parseInt(lower.substring(LENGTH.length()).strip());
            }
            closes |= lower.matches("connection:\\s*close");
        }
        if (length < 0 || input.readNBytes(length).length != length) {
            throw new EOFException(request + " was not answered to the end");
        }
        return new Reply(Integer.parseInt(statusLine.split(" ", -1)[1]), closes);
    }

    private static String line(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended where an answer was expected");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
