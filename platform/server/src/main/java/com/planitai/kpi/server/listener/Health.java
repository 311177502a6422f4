package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Whether the process answers, and whether what it needs does. */
public final class Health {
    /** A thing that must answer for the server to be of use; it must itself be quick. */
    public record Check(String name, BooleanSupplier up) {}

    private record State(String name, String status) {}

    private record Report(String status, List<State> checks) {}

    /** Anybody may ask, and a look may take a connection, so an answer holds so long for all who ask. */
    static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final List<Check> checks;
    private final Requests requests;
    private @Nullable Look last;

    private record Look(List<State> states, long at) {}

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
        List<State> states = new ArrayList<>();
        states.add(state("accepting", !requests.draining()));
        states.addAll(look());
        return answer(states);
    }

    /** Reckoned from the end of a look, so that whoever waited for a slow one shares it instead of beginning the next. */
    private synchronized List<State> look() {
        if (last == null || System.nanoTime() - last.at() >= LOOK_INTERVAL.toNanos()) {
            List<State> states = checks.stream()
                    .map(check -> state(check.name(), check.up().getAsBoolean()))
                    .toList();
            last = new Look(states, System.nanoTime());
        }
        return last.states();
    }

    private static Answer answer(List<State> states) {
        boolean up = states.stream().allMatch(state -> "UP".equals(state.status()));
        return Answer.of(up ? 200 : 503, Answer.JSON, new Report(up ? "UP" : "DOWN", states));
    }

    private static State state(String name, boolean up) {
        return new State(name, up ? "UP" : "DOWN");
    }
}
