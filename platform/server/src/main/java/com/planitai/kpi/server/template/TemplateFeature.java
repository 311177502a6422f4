package com.planitai.kpi.server.template;

import com.planitai.kpi.pluginhost.PluginHost;
import com.planitai.kpi.server.data.DataFeature;
import com.planitai.kpi.server.definition.DefinitionFeature;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.tenancy.TenantDatabase;
import java.time.Clock;
import java.util.List;

/** KPI templates of installed plugins. */
public final class TemplateFeature {
    private final List<Route> routes;

    private TemplateFeature(List<Route> routes) {
        this.routes = routes;
    }

    public static TemplateFeature create(
            TenantDatabase database,
            PluginHost plugins,
            DefinitionFeature definitions,
            DataFeature data,
            SnapshotFeature snapshots,
            Clock clock) {
        TemplateService service = new TemplateService(database, definitions, data, snapshots, clock);
        return new TemplateFeature(new TemplateRoutes(plugins, service).routes());
    }

    public List<Route> routes() {
        return routes;
    }
}
