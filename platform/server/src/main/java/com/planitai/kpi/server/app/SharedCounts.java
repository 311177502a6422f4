package com.planitai.kpi.server.app;

import com.planitai.kpi.server.coordination.Coordination;
import com.planitai.kpi.server.coordination.Coordination.Outcome;
import com.planitai.kpi.server.http.RateLimits;
import com.planitai.kpi.server.http.RateLimits.Scope;
import com.planitai.kpi.server.observation.Figures;
import com.planitai.kpi.server.observation.Meters;
import com.planitai.kpi.server.observation.Observation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Shows what coordination and limits count, which know of no meters. */
final class SharedCounts {
    private SharedCounts() {}

    static void publish(Observation observation, Coordination coordination, RateLimits limits) {
        Meters meters = observation.meters();
        for (Outcome outcome : Outcome.values()) {
            meters.counter(
                    "redis_requests",
                    "Operations on what instances share",
                    Map.of("outcome", outcome.name().toLowerCase(Locale.ROOT)),
                    () -> coordination.count(outcome));
        }
        for (Scope scope : Scope.values()) {
            meters.counter(
                    "rate_limited",
                    "Requests refused because of a limit",
                    Map.of("scope", scope.wireName()),
                    () -> limits.refused(scope));
        }
        Figures figures = observation.figures();
        figures.addCount("redisHits", () -> coordination.count(Outcome.HIT));
        figures.addCount("redisMisses", () -> coordination.count(Outcome.MISS));
        figures.addCount(
                "rateLimited",
                () -> Arrays.stream(Scope.values()).mapToLong(limits::refused).sum());
    }
}
