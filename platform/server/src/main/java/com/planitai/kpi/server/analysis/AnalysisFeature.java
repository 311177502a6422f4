package com.planitai.kpi.server.analysis;

import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * Explanations and prospects of a tenant's numbers.
 *
 * @param routes to be served
 */
public record AnalysisFeature(List<Route> routes) {
    public AnalysisFeature {
        routes = List.copyOf(routes);
    }

    public static AnalysisFeature create(SnapshotFeature snapshots, Clock clock) {
        var attributions = new AttributionRoutes(snapshots, clock);
        var simulations = new SimulationRoutes(snapshots, new Simulations(clock), new GoalSeeks(clock));
        return new AnalysisFeature(Stream.of(attributions.routes(), simulations.routes())
                .flatMap(List::stream)
                .toList());
    }
}
