package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Authenticator;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.RateLimits;
import com.planitai.kpi.server.http.Repetitions;
import com.planitai.kpi.server.http.RequestSchemas;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.observation.Observation;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The HTTP listeners: the API and the web app on one port, metrics on another that is not for the outside. */
public final class Listener implements AutoCloseable {
    static final int MAX_CONNECTIONS = 8_192;
    static final int MAX_REQUESTS_UNDER_WAY = 2_048;
    static final int MAX_HEADER_BYTES = 32 * 1024;
    static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;
    /** Largest body of any request in bytes; routes set their own, smaller limits. */
    static final long MAX_BODY_BYTES = 512L * 1024 * 1024;

    private static final Duration IDLE_CONNECTION = Duration.ofMinutes(2);
    /** For connections to end once no request is under way. */
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private static final String MANAGEMENT = "management";

    private final WebServer server;
    private final List<Route> routes;
    private final Requests requests;
    private final ListenerSettings settings;

    private Listener(WebServer server, List<Route> routes, Requests requests, ListenerSettings settings) {
        this.server = server;
        this.routes = List.copyOf(routes);
        this.requests = requests;
        this.settings = settings;
    }

    /** Starts listening. The routes are the whole of the API: what is not among them is not there. */
    public static Listener start(
            ListenerSettings settings,
            List<Route> features,
            Authenticator authenticator,
            RateLimits limits,
            Repetitions repetitions,
            List<Health.Check> checks,
            byte[] openApi,
            RequestSchemas schemas,
            Observation observation) {
        Requests requests = new Requests();
        List<Route> routes = new ArrayList<>(new Health(checks, requests).routes());
        routes.addAll(platformRoutes(openApi));
        routes.addAll(features);
        Throttle throttle = new Throttle(limits, new ClientAddress(settings.trustedHops()));
        Pipeline pipeline =
                new Pipeline(authenticator, throttle, schemas, new Once(repetitions), observation.requests());
        StaticSite site = StaticSite.load(settings.webRoot());
        WebServer server = WebServer.builder()
                .host(settings.bind())
                .port(settings.port())
                .shutdownHook(false)
                .shutdownGracePeriod(CLOSING)
                .maxTcpConnections(MAX_CONNECTIONS)
                .maxConcurrentRequests(MAX_REQUESTS_UNDER_WAY)
                .maxPayloadSize(MAX_BODY_BYTES)
                .idleConnectionTimeout(IDLE_CONNECTION)
                // Otherwise an answer of several segments waits 40 ms for the caller's delayed acknowledgement.
                .connectionOptions(options -> options.tcpNoDelay(true))
                .addProtocol(Http1Config.builder()
                        .maxHeadersSize(MAX_HEADER_BYTES)
                        .maxPrologueLength(MAX_REQUEST_LINE_BYTES)
                        .build())
                .directHandlers(ProtocolFaults.handlers(observation.requests()))
                .routing(routing -> route(routing.addFilter(new Drain(requests)), routes, pipeline, site))
                .putSocket(MANAGEMENT, socket -> socket.host(settings.bind()).port(settings.managementPort()))
                .addFeature(ObserveFeature.builder()
                        .observersDiscoverServices(false)
                        .sockets(List.of(MANAGEMENT))
                        .addObserver(MetricsObserver.builder()
                                .meterRegistry(observation.registry())
                                .endpoint("/metrics")
                                .build())
                        .endpoint("/")
                        .build())
                .build()
                .start();
        return new Listener(server, routes, requests, settings);
    }

    public int port() {
        return server.port();
    }

    public int managementPort() {
        return server.port(MANAGEMENT);
    }

    /** The whole route table: the features' lines and those of every server. */
    public List<Route> routes() {
        return routes;
    }

    /**
     * Says that it is about to leave, answers what still arrives until balancers have noticed, lets what is under way end, then
     * closes. A caller that heeds {@code Connection: close} and the health check loses no request.
     */
    @Override
    public void close() {
        requests.drain();
        try {
            Thread.sleep(settings.lameDuckTime());
            requests.awaitIdle(settings.drainTime().minus(settings.lameDuckTime()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }

    private static void route(HttpRouting.Builder routing, List<Route> routes, Pipeline pipeline, StaticSite site) {
        Map<String, List<Route>> byPath = routes.stream()
                .sorted(Comparator.comparing(Listener::endsWithParameter))
                .collect(Collectors.groupingBy(Route::path, LinkedHashMap::new, Collectors.toList()));
        byPath.forEach((path, known) -> {
            for (Route route : known) {
                routing.route(
                        method -> answers(route, method),
                        PathMatchers.create(path),
                        (request, response) -> pipeline.run(route, request, response));
            }
            Route refusal = refusal(path, known);
            routing.route(
                    method -> true,
                    PathMatchers.create(path),
                    (request, response) -> pipeline.run(refusal, request, response));
        });
        routing.any((request, response) -> elsewhere(request, response, pipeline, site));
    }

    /** Such a path also matches those that go on after the parameter, as {@code /imports/{id}:revert} does. */
    private static boolean endsWithParameter(Route route) {
        return route.path().endsWith("}");
    }

    private static void elsewhere(ServerRequest request, ServerResponse response, Pipeline pipeline, StaticSite site) {
        String path = request.path().path();
        boolean api = path.equals("/api") || path.startsWith("/api/");
        boolean reading = request.prologue().method().equals(Method.GET)
                || request.prologue().method().equals(Method.HEAD);
        if (!api && reading && site.has(path)) {
            pipeline.serve(site, request, response);
            return;
        }
        Access access = accessElsewhere(path, api);
        pipeline.run(
                new Route(request.prologue().method().text(), api ? "/api/*" : Pipeline.SITE, access, call -> {
                    throw Problem.of(ProblemType.NOT_FOUND).asException();
                }),
                request,
                response);
    }

    /** What is not there tells so only to those who may look for it. */
    private static Access accessElsewhere(String path, boolean api) {
        if (!api || path.startsWith("/api/v1/auth/") || path.startsWith("/api/v1/operator/auth/")) {
            return Access.PUBLIC;
        }
        return path.startsWith("/api/v1/operator/") ? Access.OPERATOR : Access.VIEWER;
    }

    /** A HEAD is answered as the GET would be, without its body (RFC 9110, 9.3.2). */
    private static boolean answers(Route route, Method method) {
        return route.method().equals(method.text())
                || (route.method().equals(Method.GET.text()) && method.equals(Method.HEAD));
    }

    private static Route refusal(String path, List<Route> known) {
        Set<Access> levels = known.stream().map(Route::access).collect(Collectors.toSet());
        Access access = levels.contains(Access.PUBLIC)
                ? Access.PUBLIC
                : levels.contains(Access.OPERATOR) ? Access.OPERATOR : Access.VIEWER;
        String allowed = known.stream()
                .map(Route::method)
                .map(method -> method.equals(Method.GET.text()) ? "GET, HEAD" : method)
                .collect(Collectors.joining(", "));
        return new Route("ANY", path, access, call -> {
            throw Problem.of(ProblemType.METHOD_NOT_ALLOWED, "METHODS_ALLOWED", Map.of("allowed", allowed))
                    .asException();
        });
    }

    private static List<Route> platformRoutes(byte[] openApi) {
        String document = new String(openApi, StandardCharsets.UTF_8);
        return List.of(
                Route.get(
                        "/openapi.yaml",
                        Access.PUBLIC,
                        call -> Answer.of(200, "application/yaml", document).with("Cache-Control", "no-cache")),
                Route.get(
                        "/problems/{type}",
                        Access.PUBLIC,
                        call -> ProblemType.ofSlug(call.path("type"))
                                .map(type -> Answer.of(
                                        200, "text/html; charset=utf-8", ProblemWriter.page(type, call.language())))
                                .orElseThrow(
                                        () -> Problem.of(ProblemType.NOT_FOUND).asException())));
    }
}
