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
import com.planitai.kpi.server.http.RateLimits.Quota;
import com.planitai.kpi.server.http.RateLimits.Verdict;
import com.planitai.kpi.server.http.RequestSchemas;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.http.StorableText;
import com.planitai.kpi.server.observation.ObservedRequest;
import com.planitai.kpi.server.observation.RequestObserver;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.media.ReadableEntity;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one way in and out: request and trace id, credential, rate limit, access, handler, answer, access line. */
final class Pipeline {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    /** What is read and thrown away of a refused body so that the caller gets to read the answer. */
    private static final long MAX_DISCARDED_BYTES = 64L * 1024 * 1024;

    private static final HeaderName RATE_LIMIT = HeaderNames.create("RateLimit");
    private static final HeaderName RATE_LIMIT_POLICY = HeaderNames.create("RateLimit-Policy");
    /** The route of everything outside the API: the web app, and what is not there. */
    static final String SITE = "/*";

    private static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");

    private final Authenticator authenticator;
    private final Throttle throttle;
    private final RequestSchemas schemas;
    private final RequestObserver observer;
    private final Once once;

    Pipeline(
            Authenticator authenticator,
            Throttle throttle,
            RequestSchemas schemas,
            Once once,
            RequestObserver observer) {
        this.authenticator = authenticator;
        this.throttle = throttle;
        this.schemas = schemas;
        this.once = once;
        this.observer = observer;
    }

    void run(Route route, ServerRequest request, ServerResponse response) {
        Exchange exchange = new Exchange(request, response, observe(route.path(), request));
        Answer answer = answered(route, exchange);
        if (answer.body() instanceof Answer.Stream stream) {
            Bodies.stream(request, response, stream);
        }
        if (exchange.framingLost) {
            throw new CloseConnectionException("the end of the request is not known");
        }
    }

    /** The answer, sent; of one that is a stream the head, for how long it lasts says nothing about how fast we are. */
    private Answer answered(Route route, Exchange exchange) {
        int status = ObservedRequest.UNANSWERED;
        Answer unsent = null;
        try {
            Answer answer = answer(route, exchange);
            unsent = answer;
            status = ObservedRequest.CALLER_GONE;
            send(exchange, answer);
            unsent = null;
            status = answer.status();
            return answer;
        } catch (CloseConnectionException gone) {
            status = ObservedRequest.CALLER_GONE;
            throw gone;
        } finally {
            exchange.observed.end(status);
            if (unsent != null && unsent.body() instanceof Answer.Stream stream) {
                stream.close();
            }
        }
    }

    /** Serves a file of the web app to whoever asks. */
    void serve(StaticSite site, ServerRequest request, ServerResponse response) {
        ObservedRequest observed = observe(SITE, request);
        int status = ObservedRequest.CALLER_GONE;
        try {
            response.header(REQUEST_ID, observed.requestId());
            site.serve(request, response);
            status = response.status().code();
        } finally {
            observed.end(status);
        }
    }

    private Answer answer(Route route, Exchange exchange) {
        return guarded(route, exchange, () -> {
            Optional<Credential> credential = Credentials.of(exchange.request);
            Caller caller = credential.map(this::authenticate).orElse(null);
            exchange.observed.calledBy(caller);
            takeOfQuota(route, exchange, caller);
            requireAccess(route, credential, exchange, caller);
            requireStorable(exchange.request);
            Call call = new Call(exchange.request, caller, schemas, exchange.observed.traceId());
            return once.answer(
                    route,
                    call,
                    () -> guarded(
                            route, exchange, () -> route.handler().handle(call).encoded()));
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
                observer.failedInside();
                LOG.error("unexpected failure in {} {}", route.method(), route.path(), unexpected);
                return Problem.of(ProblemType.INTERNAL_ERROR);
            }));
        }
    }

    private @Nullable Caller authenticate(Credential credential) {
        return switch (authenticator.authenticate(credential)) {
            case Authentication.Accepted accepted -> accepted.caller();
            case Authentication.Rejected rejected -> null;
        };
    }

    private void takeOfQuota(Route route, Exchange exchange, @Nullable Caller caller) {
        switch (throttle.take(route, caller, exchange.request)) {
            case Verdict.Admitted admitted -> exchange.quota = admitted.quota();
            case Verdict.Refused refused -> {
                exchange.quota = refused.quota();
                throw refused.quota().exceeded().asException();
            }
            case Verdict.Unlimited unlimited -> {}
        }
    }

    private static void requireAccess(
            Route route, Optional<Credential> credential, Exchange exchange, @Nullable Caller caller) {
        if (caller == null) {
            if (route.access() == Access.PUBLIC) {
                return;
            }
            throw Problem.of(ProblemType.NOT_SIGNED_IN).asException();
        }
        if (credential.orElse(null) instanceof Credential.Cookie && !CrossSite.allowed(exchange.request)) {
            throw Problem.of(ProblemType.CROSS_SITE_REQUEST).asException();
        }
        if (!route.access().allows(caller)) {
            throw Problem.of(ProblemType.NOT_ALLOWED).asException();
        }
    }

    /** No address of ours holds characters that no text of ours can. */
    private static void requireStorable(ServerRequest request) {
        boolean storable = StorableText.isStorable(request.path().path()) && isStorable(request.query());
        if (!storable) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST).asException();
        }
    }

    private static boolean isStorable(UriQuery query) {
        for (String name : query.names()) {
            if (!StorableText.isStorable(name) || !query.all(name).stream().allMatch(StorableText::isStorable)) {
                return false;
            }
        }
        return true;
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
                exchange.observed.traceId());
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
        response.header(REQUEST_ID, exchange.observed.requestId());
        if (exchange.quota != null) {
            response.header(RATE_LIMIT_POLICY, exchange.quota.policyHeader());
            response.header(RATE_LIMIT, exchange.quota.stateHeader());
        }
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
        if (body instanceof Answer.Stream) {
            return;
        }
        Bodies.send(exchange.request, response, Json.encoded(body));
    }

    private ObservedRequest observe(String route, ServerRequest request) {
        return observer.begin(
                request.prologue().method().text(),
                route,
                name -> request.headers().first(HeaderNames.create(name)));
    }

    private static final class Exchange {
        private final ServerRequest request;
        private final ServerResponse response;
        private final ObservedRequest observed;
        private @Nullable Quota quota;
        /** Nobody knows where the next request on this connection begins, so there must be none. */
        private boolean framingLost;

        Exchange(ServerRequest request, ServerResponse response, ObservedRequest observed) {
            this.request = request;
            this.response = response;
            this.observed = observed;
        }
    }
}
