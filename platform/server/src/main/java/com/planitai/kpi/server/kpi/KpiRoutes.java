package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.PageRequest;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.kpi.KpiService.Deleting;
import com.planitai.kpi.server.kpi.KpiService.Saving;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** KPIs and formulas over HTTP. */
final class KpiRoutes {
    private static final String KPIS = "/api/v1/kpis";
    private static final String KPI = KPIS + "/{code}";

    private final KpiService service;

    KpiRoutes(KpiService service) {
        this.service = service;
    }

    List<Route> routes() {
        return List.of(
                Route.get(KPIS, Access.VIEWER, this::list),
                Route.post(KPIS, Access.EDITOR, this::create),
                Route.get(KPI, Access.VIEWER, this::find),
                Route.patch(KPI, Access.EDITOR, this::patch),
                Route.delete(KPI, Access.EDITOR, this::delete),
                Route.get(KPI + "/versions", Access.VIEWER, this::versions),
                Route.post("/api/v1/formulas:check", Access.VIEWER, this::checkFormula));
    }

    private Answer list(Call call) {
        PageRequest page = page(call);
        List<KpiWire.View> views =
                service.list(call.member().tenant(), page.after().orElse(""), page.fetch());
        return Answer.ok(
                page.page(views, view -> view.kpi().code().value(), view -> KpiWire.kpi(view, call.language())));
    }

    private Answer create(Call call) {
        Caller.Member member = call.member();
        List<Fault> faults = new ArrayList<>();
        Optional<KpiDeclaration> kpi = KpiDocument.read(call.json("KpiInput"), "", faults);
        if (kpi.isEmpty()) {
            throw Problem.of(ProblemType.INVALID_INPUT, faults).asException();
        }
        String code = kpi.get().code().value();
        return saved(call, code, service.create(member.tenant(), member.user(), kpi.get()), true);
    }

    private Answer find(Call call) {
        KpiWire.View view = service.find(call.member().tenant(), code(call)).orElseThrow(KpiRoutes::notFound);
        return Answer.ok(KpiWire.kpi(view, call.language()))
                .withRevision(view.kpi().revision());
    }

    private Answer patch(Call call) {
        Caller.Member member = call.member();
        KpiCode code = code(call);
        ObjectNode patch = (ObjectNode) call.json("KpiPatch");
        return saved(
                call,
                code.value(),
                service.patch(
                        member.tenant(),
                        member.user(),
                        code,
                        call.ifMatch(),
                        patch,
                        merged -> call.check("KpiInput", merged)),
                false);
    }

    private Answer delete(Call call) {
        Caller.Member member = call.member();
        KpiCode code = code(call);
        Deleting result = service.delete(
                member.tenant(),
                member.user(),
                code,
                call.ifMatch(),
                call.query("confirm").orElse(null));
        return switch (result) {
            case Deleting.Deleted deleted -> Answer.empty().withTenantVersion(deleted.tenantVersion());
            case Deleting.NotFound notFound -> throw notFound();
            case Deleting.Stale stale ->
                throw Problem.of(ProblemType.STALE_REVISION).asException();
            case Deleting.InUse use -> throw inUse(code, use).asException();
            case Deleting.HasObservations has ->
                throw Problem.of(ProblemType.IN_USE, "KPI_HAS_OBSERVATIONS", Map.of("code", code.value()))
                        .asException();
        };
    }

    private Answer versions(Call call) {
        KpiCode code = code(call);
        PageRequest page = page(call);
        long before = page.after().map(KpiRoutes::versionNumber).orElse(Long.MAX_VALUE);
        List<KpiVersionRepository.Version> versions = service.versions(
                        call.member().tenant(), code, before, page.fetch())
                .orElseThrow(KpiRoutes::notFound);
        return Answer.ok(page.page(versions, version -> Long.toString(version.version()), KpiWire::version));
    }

    private Answer checkFormula(Call call) {
        JsonNode body = call.json("FormulaInput");
        KpiCode self = body.hasNonNull("code") ? new KpiCode(body.get("code").asText()) : null;
        return Answer.ok(KpiWire.check(
                service.check(call.member().tenant(), body.path("formula").asText(), self), call.language()));
    }

    private static Answer saved(Call call, String code, Saving result, boolean created) {
        return switch (result) {
            case Saving.Saved saved -> {
                ObjectNode wire = KpiWire.kpi(saved.view(), call.language());
                yield (created ? Answer.created(KPIS + '/' + code, wire) : Answer.ok(wire))
                        .withRevision(saved.view().kpi().revision())
                        .withTenantVersion(saved.tenantVersion());
            }
            case Saving.Unchanged same ->
                Answer.ok(KpiWire.kpi(same.view(), call.language()))
                        .withRevision(same.view().kpi().revision());
            case Saving.Exists exists ->
                throw Problem.of(ProblemType.CONFLICT, "KPI_EXISTS", Map.of("code", code))
                        .asException();
            case Saving.NotFound notFound -> throw notFound();
            case Saving.Stale stale ->
                throw Problem.of(ProblemType.STALE_REVISION).asException();
            case Saving.Refused refused ->
                throw Problem.of(ProblemType.INVALID_INPUT, refused.faults()).asException();
        };
    }

    private static Problem inUse(KpiCode code, Deleting.InUse use) {
        List<Fault> faults = new ArrayList<>();
        use.formulas()
                .forEach(formula ->
                        faults.add(new Fault("USED_BY_FORMULA", Map.of("code", formula.value()), null, null)));
        use.trees().forEach(tree -> faults.add(new Fault("USED_BY_TREE", Map.of("slug", tree), null, null)));
        return new Problem(ProblemType.IN_USE, "KPI_IN_USE", Map.of("code", code.value()), faults, null);
    }

    private static PageRequest page(Call call) {
        Parameters parameters = call.parameters();
        PageRequest page = parameters.page();
        parameters.check();
        return page;
    }

    private static long versionNumber(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException malformed) {
            return Long.MAX_VALUE;
        }
    }

    /** What cannot be a code is the code of no KPI. */
    private static KpiCode code(Call call) {
        String text = call.path("code");
        if (!KpiCode.isValid(text)) {
            throw notFound();
        }
        return new KpiCode(text);
    }

    private static RuntimeException notFound() {
        return Problem.of(ProblemType.NOT_FOUND).asException();
    }
}
