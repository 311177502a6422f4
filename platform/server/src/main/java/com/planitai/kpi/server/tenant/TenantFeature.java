package com.planitai.kpi.server.tenant;

import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.tenancy.Tenancy;
import java.time.Clock;
import java.util.List;

/**
 * What a tenant decides for itself as a whole.
 *
 * @param routes to be served
 */
public record TenantFeature(List<Route> routes) {
    public TenantFeature {
        routes = List.copyOf(routes);
    }

    public static TenantFeature create(Tenancy tenancy, Clock clock) {
        var service = new TenantService(tenancy.database(), clock);
        return new TenantFeature(new TenantRoutes(service, tenancy.directory()).routes());
    }
}
