package com.planitai.kpi.server.analysis;

import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.job.JobFeature;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.tenancy.TenantDatabase;
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

    /** Registers its kind of job with {@code jobs}, so create it before these start. */
    public static AnalysisFeature create(
            TenantDatabase database, SnapshotFeature snapshots, JobFeature jobs, Clock clock) {
        jobs.register(new AnalysisJob(snapshots, clock));
        var attributions = new AttributionRoutes(snapshots, clock);
        var simulations = new SimulationRoutes(snapshots, new Simulations(clock), new GoalSeeks(clock));
        var analyses = new AnalysisRoutes(new AnalysisService(database, jobs), snapshots, clock);
        return new AnalysisFeature(Stream.of(attributions.routes(), simulations.routes(), analyses.routes())
                .flatMap(List::stream)
                .toList());
    }
}
