package com.planitai.kpi.server.observation;

import io.helidon.metrics.api.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The timers of requests, found again without making a key: by route, by method, by status. */
final class RequestLines {
    /** As OpenTelemetry calls a method that is none of the known ones; callers may invent any. */
    static final String OTHER_METHOD = "_OTHER";

    private static final Map<String, String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS").stream()
                    .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));
    private static final int FIRST_STATUS = 100;
    private static final int LAST_STATUS = 599;

    private final Meters meters;
    private final Map<String, Map<String, Line>> byRoute = new ConcurrentHashMap<>();

    RequestLines(Meters meters) {
        this.meters = meters;
    }

    /** Requests with one method to one route. */
    final class Line {
        private final String method;
        private final String route;
        private final String spanName;
        private final AtomicReferenceArray<Timer> timers = new AtomicReferenceArray<>(LAST_STATUS - FIRST_STATUS + 1);

        private Line(String method, String route) {
            this.method = method;
            this.route = route;
            this.spanName = (method.equals(OTHER_METHOD) ? "HTTP" : method) + ' ' + route;
        }

        String method() {
            return method;
        }

        String route() {
            return route;
        }

        String spanName() {
            return spanName;
        }

        Timer timer(int status) {
            int index = Math.clamp(status, FIRST_STATUS, LAST_STATUS) - FIRST_STATUS;
            Timer known = timers.get(index);
            if (known != null) {
                return known;
            }
            Timer made = meters.timer(
                    "http_server_requests",
                    "Time from a request's arrival to the end of its answer",
                    Map.of("method", method, "route", route, "status", Integer.toString(index + FIRST_STATUS)));
            timers.set(index, made);
            return made;
        }
    }

    /**
     * The line of a request.
     *
     * @param route of the table of routes, so that there is an end to them
     */
    Line line(String method, String route) {
        Map<String, Line> lines = byRoute.get(route);
        if (lines == null) {
            lines = byRoute.computeIfAbsent(route, first -> new ConcurrentHashMap<>());
        }
        String known = METHODS.getOrDefault(method, OTHER_METHOD);
        Line line = lines.get(known);
        return line != null ? line : lines.computeIfAbsent(known, first -> new Line(first, route));
    }
}
