package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.observation.RequestObserver;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/** What never reaches a route (broken framing, oversized headers, an overloaded server) gets a problem document too. */
final class ProtocolFaults implements DirectHandler {
    private static final String UNKNOWN_PATH = "/";

    private final RequestObserver observer;

    private ProtocolFaults(RequestObserver observer) {
        this.observer = observer;
    }

    static DirectHandlers handlers(RequestObserver observer) {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType event : EventType.values()) {
            if (event != EventType.OTHER) {
                handlers.addHandler(event, new ProtocolFaults(observer));
            }
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request, EventType event, Status status, ServerResponseHeaders headers, String message) {
        ProblemType type = switch (status.code()) {
            case 403 -> ProblemType.NOT_ALLOWED;
            case 404 -> ProblemType.NOT_FOUND;
            case 413 -> ProblemType.TOO_LARGE;
            case 503 -> ProblemType.DEPENDENCY_UNAVAILABLE;
            case 500 -> ProblemType.INTERNAL_ERROR;
            default -> ProblemType.MALFORMED_REQUEST;
        };
        observer.refused(type.status());
        String path = Objects.requireNonNullElse(request.path(), UNKNOWN_PATH);
        Answer answer = ProblemWriter.answer(
                type == ProblemType.DEPENDENCY_UNAVAILABLE
                        ? Problem.retryLater(type, Failures.RETRY_AFTER)
                        : Problem.of(type),
                Locale.ENGLISH,
                path,
                UUID.randomUUID().toString().replace("-", ""));
        answer.headers().forEach((name, value) -> headers.set(HeaderNames.create(name), value));
        headers.set(HeaderNames.CONTENT_TYPE, ProblemWriter.MEDIA_TYPE);
        // Said, not only done: a client that is not told puts the connection back into its pool.
        headers.set(HeaderValues.CONNECTION_CLOSE);
        return TransportResponse.builder()
                .status(Status.create(type.status()))
                .headers(headers)
                .keepAlive(false)
                .entity(Json.bytes(Objects.requireNonNull(answer.body())))
                .build();
    }
}
