package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Authenticator.Authentication;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Repetitions;
import com.planitai.kpi.server.http.RequestSchemas;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.limit.LimitFeature;
import com.planitai.kpi.server.observation.Observation;
import com.planitai.kpi.server.observation.ObservationSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A listener with routes of a test's own and nobody who could sign in. */
final class LoneListener implements AutoCloseable {
    static final Duration DRAIN_TIME = Duration.ofSeconds(6);

    private final Observation observation;
    private final Listener listener;
    private final int port;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    LoneListener(List<Route> routes) {
        this(routes, Path.of("no-site"), Duration.ZERO, ObservationSettings.WITHOUT_TRACES);
    }

    LoneListener(List<Route> routes, ObservationSettings settings) {
        this(routes, Path.of("no-site"), Duration.ZERO, settings);
    }

    LoneListener(List<Route> routes, Path webRoot, Duration lameDuckTime) {
        this(routes, webRoot, lameDuckTime, ObservationSettings.WITHOUT_TRACES);
    }

    private LoneListener(List<Route> routes, Path webRoot, Duration lameDuckTime, ObservationSettings settings) {
        observation = Observation.open(settings);
        listener = Listener.start(
                new ListenerSettings("127.0.0.1", 0, 0, webRoot, DRAIN_TIME, lameDuckTime, 0),
                routes,
                credential -> new Authentication.Rejected(),
                LimitFeature.off(),
                new NoRepetitions(),
                List.of(),
                new byte[0],
                new RequestSchemas(Json.MAPPER.createObjectNode()),
                observation);
        port = listener.port();
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    void stop() {
        if (!stopped.getAndSet(true)) {
            listener.close();
        }
    }

    @Override
    public void close() {
        client.close();
        stop();
        observation.close();
    }

    private static final class NoRepetitions implements Repetitions {
        @Override
        public Beginning begin(Attempt attempt) {
            throw new IllegalStateException("nobody is signed in");
        }

        @Override
        public void answered(Attempt attempt, long token, Answer answer) {}

        @Override
        public void failed(Attempt attempt, long token) {}
    }
}
