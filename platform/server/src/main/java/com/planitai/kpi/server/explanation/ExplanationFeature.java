package com.planitai.kpi.server.explanation;

import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.tenancy.TenantDatabase;
import java.time.Clock;
import java.util.List;

/**
 * Where numbers come from.
 *
 * @param routes to be served
 */
public record ExplanationFeature(List<Route> routes) {
    public ExplanationFeature {
        routes = List.copyOf(routes);
    }

    public static ExplanationFeature create(TenantDatabase database, SnapshotFeature snapshots, Clock clock) {
        return new ExplanationFeature(
                new ExplanationRoutes(new ExplanationService(database, snapshots, clock)).routes());
    }
}
