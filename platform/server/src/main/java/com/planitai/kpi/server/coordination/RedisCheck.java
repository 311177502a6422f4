package com.planitai.kpi.server.coordination;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Logs in, pings and asks for the version over a connection of its own, whose certificate it sees. */
final class RedisCheck {
    /** A certificate that ends sooner is reported. */
    static final Duration CERTIFICATE_MARGIN = Duration.ofDays(14);

    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int MAX_REPLY_BYTES = 64 * 1024;
    private static final Pattern VERSION = Pattern.compile("(?m)^(redis|valkey)_version:([0-9.]+)");

    private final RedisSettings settings;
    private final Clock clock;

    RedisCheck(RedisSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    RedisState run() {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(settings.host(), settings.port()), TIMEOUT_MILLIS);
            plain.setSoTimeout(TIMEOUT_MILLIS);
            if (!settings.tls()) {
                return talk(plain, null);
            }
            try (SSLSocket secure = secured(plain)) {
                return talk(
                        secure,
                        ((X509Certificate) secure.getSession().getPeerCertificates()[0])
                                .getNotAfter()
                                .toInstant());
            }
        } catch (UnknownHostException unknown) {
            return new RedisState.Unusable("the host " + settings.host() + " is not known");
        } catch (SSLException untrusted) {
            return new RedisState.Unusable(
                    settings.address() + ": no trusted TLS connection: " + untrusted.getMessage());
        } catch (IOException away) {
            return new RedisState.Unusable(settings.address() + " does not answer: " + away.getMessage());
        }
    }

    private SSLSocket secured(Socket plain) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secure = (SSLSocket) factory.createSocket(plain, settings.host(), settings.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private RedisState talk(Socket socket, @Nullable Instant certificateExpiry) throws IOException {
        InputStream replies = new BufferedInputStream(socket.getInputStream());
        for (List<String> command : preparation()) {
            String reply = ask(socket, replies, command);
            if (reply.startsWith("-")) {
                // The code alone, for some servers quote the command.
                String code = reply.substring(1).split(" ", 2)[0];
                return new RedisState.Unusable(settings.address() + " refuses " + command.getFirst() + ": " + code);
            }
        }
        long asked = System.nanoTime();
        String pong = ask(socket, replies, List.of("PING"));
        Duration latency = Duration.ofNanos(System.nanoTime() - asked);
        if (!pong.equals("+PONG")) {
            return new RedisState.Unusable(settings.address() + " is no usable Redis: " + pong);
        }
        if (certificateExpiry != null
                && certificateExpiry.isBefore(clock.instant().plus(CERTIFICATE_MARGIN))) {
            return new RedisState.CertificateExpiring(certificateExpiry);
        }
        return new RedisState.Usable(
                version(ask(socket, replies, List.of("INFO", "server"))), latency, certificateExpiry);
    }

    private List<List<String>> preparation() {
        List<List<String>> commands = new ArrayList<>();
        if (settings.password() != null) {
            commands.add(
                    settings.user() == null
                            ? List.of("AUTH", settings.password())
                            : List.of("AUTH", settings.user(), settings.password()));
        }
        commands.add(List.of("SELECT", Integer.toString(settings.database())));
        return commands;
    }

    /** Valkey tells an old Redis version too, for the sake of clients; the name that stands last is the server's own. */
    private static String version(String information) {
        Matcher matcher = VERSION.matcher(information);
        String version = "of unknown version";
        while (matcher.find()) {
            version = matcher.group(1) + " " + matcher.group(2);
        }
        return version;
    }

    /** One command and its reply (RESP 2): a simple text or error with its mark, or the content of a bulk string. */
    private static String ask(Socket socket, InputStream replies, List<String> command) throws IOException {
        StringBuilder request = new StringBuilder("*" + command.size() + "\r\n");
        for (String word : command) {
            request.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
        String line = line(replies);
        if (!line.startsWith("$")) {
            return line;
        }
        int length = length(line);
        byte[] content = replies.readNBytes(length);
        if (content.length < length) {
            throw new EOFException("the connection ended");
        }
        line(replies);
        return new String(content, StandardCharsets.UTF_8);
    }

    private static int length(String line) throws IOException {
        try {
            int length = Integer.parseInt(line.substring(1));
            if (length >= 0 && length <= MAX_REPLY_BYTES) {
                return length;
            }
        } catch (NumberFormatException malformed) {
            // Said below, in the same words as a length out of range.
        }
        throw new IOException("the reply is none of Redis");
    }

    private static String line(InputStream replies) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = replies.read(); next != '\n'; next = replies.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended");
            }
            if (line.length() >= MAX_REPLY_BYTES) {
                throw new IOException("the reply is none of Redis");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
