package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose end can be read in two ways end the connection, so that nothing can be smuggled behind them. */
class FramingIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    private static final int PATIENCE_MILLIS = 3_000;
    private static final String BEHIND = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5, 6",
                "Content-Length: -5",
                "Content-Length: +5",
                "Content-Length: 0x5",
                "Content-Length : 5",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding : chunked",
            })
    void refusesHeadersThatContradictOneAnother(String headers) throws IOException {
        String answer = exchange(
                "POST /api/v1/auth/logout HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n0\r\n\r\n" + BEHIND);

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(answers(answer)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2\n{}\r\n0\r\n\r\n",
                "2\r\n{}\n0\r\n\r\n",
                "2;a=\n{}\r\n0\r\n\r\n",
                "zz\r\n{}\r\n0\r\n\r\n",
                "-2\r\n{}\r\n0\r\n\r\n",
                "fffffffffffffffff\r\n{}\r\n0\r\n\r\n",
            })
    void refusesChunksThatAreFramedWrongly(String chunks) throws IOException {
        String answer = exchange(
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + chunks + BEHIND);

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(answers(answer)).isEqualTo(1);
    }

    @Test
    void readsChunksThatAreFramedRightly() throws IOException {
        String answer = exchange(
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n" + BEHIND);

        assertThat(answer).startsWith("HTTP/1.1 422");
        assertThat(answers(answer)).isEqualTo(2);
    }

    /** Helidon skips two characters without looking at them; the end of the chunk stays where its size says. */
    @Test
    void takesAnyTwoCharactersForTheEndOfAChunk() throws IOException {
        String answer = exchange(
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "2\r\n{}XX0\r\n\r\n" + BEHIND);

        assertThat(answer).startsWith("HTTP/1.1 422");
        assertThat(answers(answer)).isEqualTo(2);
    }

    @Test
    void givesUpTheConnectionWhenABodyThatNobodyReadsIsFramedWrongly() throws IOException {
        String answer = exchange(
                "POST /api/v1/auth/logout HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n"
                        + BEHIND);

        assertThat(answers(answer)).isEqualTo(1);
        assertThat(answer).contains("Connection: close");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET /health\r\n\r\n",
                "GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /health HTTP/1.1\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nNo colon\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /health?a=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /api/v1/kpis/%f HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /hea\0lth HTTP/1.1\r\nHost: localhost\r\n\r\n",
            })
    void refusesWhatIsNoRequest(String request) throws IOException {
        String answer = exchange(request);

        assertThat(answer).matches("(?s)|HTTP/1.1 (400|401|404|505) .*");
    }

    private static int answers(String text) {
        return text.split("HTTP/1\\.1 ", -1).length - 1;
    }

    private static String exchange(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), SERVER.platform().port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
