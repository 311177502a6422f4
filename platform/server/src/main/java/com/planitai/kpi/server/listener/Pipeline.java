package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Authenticator;
import com.planitai.kpi.server.http.Authenticator.Authentication;
import com.planitai.kpi.server.http.Authenticator.Credential;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Credentials;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemException;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.RequestSchemas;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.http.StorableText;
import io.helidon.http.HeaderNames;
import io.helidon.http.media.ReadableEntity;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The one way in and out: trace id, credential, access, handler, answer, access line. */
final class Pipeline {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    /** What is read and thrown away of a refused body so that the caller gets to read the answer. */
    private static final long MAX_DISCARDED_BYTES = 64L * 1024 * 1024;

    private static final String TRACE_ID = "traceId";

    private final Authenticator authenticator;
    private final RequestSchemas schemas;
    private final RequestLog log;
    private final Once once;

    Pipeline(Authenticator authenticator, RequestSchemas schemas, Once once, RequestLog log) {
        this.authenticator = authenticator;
        this.schemas = schemas;
        this.once = once;
        this.log = log;
    }

    void run(Route route, ServerRequest request, ServerResponse response) {
        long started = System.nanoTime();
        String traceId = traceId(request);
        Exchange exchange = new Exchange(request, response, traceId);
        MDC.put(TRACE_ID, traceId);
        try {
            Answer answer = answer(route, exchange);
            send(exchange, answer);
            log.completed(
                    route.method(),
                    route.path(),
                    answer.status(),
                    Duration.ofNanos(System.nanoTime() - started),
                    traceId,
                    exchange.caller);
        } finally {
            MDC.remove(TRACE_ID);
        }
        if (exchange.framingLost) {
            throw new CloseConnectionException("the end of the request is not known");
        }
    }

    private Answer answer(Route route, Exchange exchange) {
        return guarded(route, exchange, () -> {
            exchange.caller = admit(route, exchange.request);
            requireStorable(exchange.request);
            Call call = new Call(exchange.request, exchange.caller, schemas, exchange.traceId);
            return once.answer(
                    route,
                    call,
                    () -> guarded(route, exchange, () -> route.handler().handle(call)));
        });
    }

    private Answer guarded(Route route, Exchange exchange, Supplier<Answer> work) {
        try {
            return work.get();
        } catch (ProblemException expected) {
            return problem(exchange, expected.problem());
        } catch (CloseConnectionException closed) {
            throw closed;
        } catch (RuntimeException unexpected) {
            return problem(exchange, Failures.problem(unexpected).orElseGet(() -> {
                log.failedInside();
                LOG.error("unexpected failure in {} {}", route.method(), route.path(), unexpected);
                return Problem.of(ProblemType.INTERNAL_ERROR);
            }));
        }
    }

    private @Nullable Caller admit(Route route, ServerRequest request) {
        Optional<Credential> credential = Credentials.of(request);
        if (route.access() == Access.PUBLIC && credential.isEmpty()) {
            return null;
        }
        Caller caller = credential
                .map(authenticator::authenticate)
                .map(verdict -> switch (verdict) {
                    case Authentication.Accepted accepted -> accepted.caller();
                    case Authentication.Rejected rejected -> null;
                })
                .orElse(null);
        if (caller == null) {
            if (route.access() == Access.PUBLIC) {
                return null;
            }
            throw Problem.of(ProblemType.NOT_SIGNED_IN).asException();
        }
        if (credential.get() instanceof Credential.Cookie && !CrossSite.allowed(request)) {
            throw Problem.of(ProblemType.CROSS_SITE_REQUEST).asException();
        }
        if (!route.access().allows(caller)) {
            throw Problem.of(ProblemType.NOT_ALLOWED).asException();
        }
        return caller;
    }

    /** No address of ours holds characters that no text of ours can. */
    private static void requireStorable(ServerRequest request) {
        boolean storable = StorableText.isStorable(request.path().path())
                && request.query().toMap().entrySet().stream()
                        .allMatch(parameter -> StorableText.isStorable(parameter.getKey())
                                && parameter.getValue().stream().allMatch(StorableText::isStorable));
        if (!storable) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST).asException();
        }
    }

    private static Answer problem(Exchange exchange, Problem problem) {
        exchange.framingLost |= problem.type() == ProblemType.MALFORMED_REQUEST;
        return ProblemWriter.answer(
                problem,
                Messages.language(exchange.request
                        .headers()
                        .first(HeaderNames.ACCEPT_LANGUAGE)
                        .orElse(null)),
                exchange.request.path().path(),
                exchange.traceId);
    }

    /** Finds the end of a body that the handler left, for there the next request begins; or gives the connection up. */
    private static void discardBody(Exchange exchange) {
        ReadableEntity content = exchange.request.content();
        if (exchange.framingLost || !content.hasEntity() || content.consumed()) {
            return;
        }
        byte[] buffer = new byte[64 * 1024];
        long discarded = 0;
        try (InputStream rest = content.inputStream()) {
            int read = rest.read(buffer);
            while (read >= 0 && discarded < MAX_DISCARDED_BYTES) {
                discarded += read;
                read = rest.read(buffer);
            }
            exchange.framingLost = read >= 0;
        } catch (IOException | RuntimeException gone) {
            exchange.framingLost = true;
            LOG.debug("the rest of a body could not be read", gone);
        }
    }

    private void send(Exchange exchange, Answer answer) {
        discardBody(exchange);
        ServerResponse response = exchange.response.status(answer.status());
        answer.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        response.header(HeaderNames.create("X-Request-Id"), exchange.traceId);
        SecurityHeaders.forApi(response, answer);
        if (exchange.framingLost) {
            response.header(HeaderNames.CONNECTION, "close");
        }
        Object body = answer.body();
        if (body == null) {
            response.send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, answer.mediaType());
        Bodies.send(exchange.request, response, Json.encoded(body));
    }

    private static String traceId(ServerRequest request) {
        List<String> parent = request.headers()
                .first(HeaderNames.create("traceparent"))
                .map(text -> List.of(text.split("-", -1)))
                .orElse(List.of());
        if (parent.size() == 4 && parent.get(1).matches("[0-9a-f]{32}")) {
            return parent.get(1);
        }
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static final class Exchange {
        private final ServerRequest request;
        private final ServerResponse response;
        private final String traceId;
        private @Nullable Caller caller;
        /** Nobody knows where the next request on this connection begins, so there must be none. */
        private boolean framingLost;

        Exchange(ServerRequest request, ServerResponse response, String traceId) {
            this.request = request;
            this.response = response;
            this.traceId = traceId;
        }
    }
}
