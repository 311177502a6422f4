package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.http.Answer;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Ends an answer. Helidon itself would send a body after a HEAD, where the next answer is expected. */
final class Bodies {
    private Bodies() {}

    static void send(ServerRequest request, ServerResponse response, byte[] body) {
        if (request.prologue().method().equals(Method.HEAD)) {
            response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
            response.send();
        } else {
            response.send(body);
        }
    }

    /** Writes a body until it or its reader ends; after a HEAD, nothing. */
    static void stream(ServerRequest request, ServerResponse response, Answer.Stream body) {
        try (body) {
            if (request.prologue().method().equals(Method.HEAD)) {
                response.send();
                return;
            }
            try (OutputStream out = response.outputStream()) {
                body.writeTo(out);
            }
        } catch (IOException | UncheckedIOException gone) {
            throw new CloseConnectionException("the reader of a stream is gone", gone);
        }
    }
}
