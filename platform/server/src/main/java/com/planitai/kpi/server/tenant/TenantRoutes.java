package com.planitai.kpi.server.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.tenant.TenantService.Saving;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.TenantDirectory;
import com.planitai.kpi.tenancy.TenantId;
import java.util.List;

/** The caller's own tenant over HTTP. */
final class TenantRoutes {
    private static final String TENANT = "/api/v1/tenant";

    private final TenantService service;
    private final TenantDirectory directory;

    TenantRoutes(TenantService service, TenantDirectory directory) {
        this.service = service;
        this.directory = directory;
    }

    List<Route> routes() {
        return List.of(Route.get(TENANT, Access.VIEWER, this::find), Route.patch(TENANT, Access.ADMIN, this::patch));
    }

    private Answer find(Call call) {
        TenantId id = call.member().tenant();
        return answer(id, service.find(id));
    }

    private Answer patch(Call call) {
        Caller.Member member = call.member();
        ObjectNode patch = (ObjectNode) call.json("TenantPatch");
        Saving result = service.patch(
                member.tenant(), member.user(), call.ifMatch(), patch, merged -> call.check("TenantSettings", merged));
        return switch (result) {
            case Saving.Saved saved ->
                answer(member.tenant(), saved.settings()).withTenantVersion(saved.tenantVersion());
            case Saving.Unchanged same -> answer(member.tenant(), same.settings());
            case Saving.Stale stale ->
                throw Problem.of(ProblemType.STALE_REVISION).asException();
            case Saving.Refused refused ->
                throw Problem.of(ProblemType.INVALID_INPUT, refused.faults()).asException();
        };
    }

    private Answer answer(TenantId id, TenantSettings settings) {
        Tenant tenant = directory
                .find(id)
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND).asException());
        ObjectNode wire = Json.MAPPER.createObjectNode();
        wire.put("slug", tenant.slug().value());
        wire.setAll(TenantDocument.write(settings));
        wire.put("plan", tenant.plan());
        wire.putObject("quotas").put("kpis", KpiGraph.DEFAULT_MAX_KPIS);
        return Answer.ok(wire).withRevision(settings.revision());
    }
}
