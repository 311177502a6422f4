package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Whether the process answers, and whether what it needs does. */
public final class Health {
    /** A thing that must answer for the server to be of use; it must itself be quick. */
    public record Check(String name, BooleanSupplier up) {}

    private final List<Check> checks;
    private final Requests requests;

    public Health(List<Check> checks, Requests requests) {
        this.checks = List.copyOf(checks);
        this.requests = requests;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/health", Access.PUBLIC, call -> ready()),
                Route.get("/health/live", Access.PUBLIC, call -> answer(List.of(state("process", true)))),
                Route.get("/health/ready", Access.PUBLIC, call -> ready()));
    }

    private Answer ready() {
        List<Map<String, String>> states = new ArrayList<>();
        states.add(state("accepting", !requests.draining()));
        for (Check check : checks) {
            states.add(state(check.name(), check.up().getAsBoolean()));
        }
        return answer(states);
    }

    private static Answer answer(List<Map<String, String>> states) {
        boolean up = states.stream().allMatch(state -> "UP".equals(state.get("status")));
        Map<String, Object> body = Map.of("status", up ? "UP" : "DOWN", "checks", states);
        return Answer.of(up ? 200 : 503, Answer.JSON, body);
    }

    private static Map<String, String> state(String name, boolean up) {
        return Map.of("name", name, "status", up ? "UP" : "DOWN");
    }
}
