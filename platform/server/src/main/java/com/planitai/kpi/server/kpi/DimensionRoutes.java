package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import com.planitai.kpi.server.kpi.DimensionService.Adding;
import com.planitai.kpi.server.kpi.DimensionService.Deleting;
import com.planitai.kpi.server.kpi.DimensionService.Revised;
import com.planitai.kpi.server.kpi.DimensionService.Saving;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Dimensions and scenarios over HTTP. */
final class DimensionRoutes {
    private static final String DIMENSIONS = "/api/v1/dimensions";
    private static final String DIMENSION = DIMENSIONS + "/{code}";
    private static final String SCENARIOS = "/api/v1/scenarios";
    private static final String SCENARIO = SCENARIOS + "/{code}";

    private final DimensionService service;

    DimensionRoutes(DimensionService service) {
        this.service = service;
    }

    List<Route> routes() {
        return List.of(
                Route.get(DIMENSIONS, Access.VIEWER, this::dimensions),
                Route.post(DIMENSIONS, Access.EDITOR, this::createDimension),
                Route.get(DIMENSION, Access.VIEWER, this::dimension),
                Route.patch(DIMENSION, Access.EDITOR, this::patchDimension),
                Route.delete(DIMENSION, Access.EDITOR, this::deleteDimension),
                Route.get(SCENARIOS, Access.VIEWER, this::scenarios),
                Route.post(SCENARIOS, Access.EDITOR, this::createScenario),
                Route.get(SCENARIO, Access.VIEWER, this::scenario),
                Route.patch(SCENARIO, Access.EDITOR, this::patchScenario),
                Route.delete(SCENARIO, Access.EDITOR, this::deleteScenario));
    }

    private Answer dimensions(Call call) {
        return page(call, service.dimensions(call.member().tenant()), DimensionRecord::code, DimensionDocument::write);
    }

    private Answer scenarios(Call call) {
        return page(call, service.scenarios(call.member().tenant()), ScenarioRecord::code, DimensionDocument::write);
    }

    private Answer dimension(Call call) {
        return service.dimension(call.member().tenant(), call.path("code"))
                .map(found -> single(found, DimensionDocument::write))
                .orElseThrow(DimensionRoutes::notFound);
    }

    private Answer scenario(Call call) {
        return service.scenario(call.member().tenant(), call.path("code"))
                .map(found -> single(found, DimensionDocument::write))
                .orElseThrow(DimensionRoutes::notFound);
    }

    private Answer createDimension(Call call) {
        Caller.Member member = call.member();
        List<Fault> faults = new ArrayList<>();
        Optional<DimensionRecord> dimension = DimensionDocument.read(call.json("Dimension"), "", faults);
        if (dimension.isEmpty()) {
            throw Problem.of(ProblemType.INVALID_INPUT, faults).asException();
        }
        String code = dimension.get().code();
        return added(
                service.add(member.tenant(), member.user(), dimension.get()),
                Problem.of(ProblemType.CONFLICT, "DIMENSION_EXISTS", Map.of("code", code)),
                DIMENSIONS + '/' + code,
                DimensionDocument.write(dimension.get()));
    }

    private Answer createScenario(Call call) {
        Caller.Member member = call.member();
        ScenarioRecord scenario = DimensionDocument.readScenario(call.json("Scenario"));
        return added(
                service.add(member.tenant(), member.user(), scenario),
                Problem.of(ProblemType.CONFLICT, "SCENARIO_EXISTS", Map.of("code", scenario.code())),
                SCENARIOS + '/' + scenario.code(),
                DimensionDocument.write(scenario));
    }

    private Answer patchDimension(Call call) {
        Caller.Member member = call.member();
        ObjectNode patch = (ObjectNode) call.json("DimensionPatch");
        return saved(
                service.patchDimension(
                        member.tenant(),
                        member.user(),
                        call.path("code"),
                        call.ifMatch(),
                        patch,
                        merged -> call.check("Dimension", merged)),
                DimensionDocument::write);
    }

    private Answer patchScenario(Call call) {
        Caller.Member member = call.member();
        ObjectNode patch = (ObjectNode) call.json("ScenarioPatch");
        return saved(
                service.patchScenario(
                        member.tenant(),
                        member.user(),
                        call.path("code"),
                        call.ifMatch(),
                        patch,
                        merged -> call.check("Scenario", merged)),
                DimensionDocument::write);
    }

    private Answer deleteDimension(Call call) {
        Caller.Member member = call.member();
        String code = call.path("code");
        return deleted(
                service.deleteDimension(member.tenant(), member.user(), code, call.ifMatch()), "DIMENSION_USED", code);
    }

    private Answer deleteScenario(Call call) {
        Caller.Member member = call.member();
        String code = call.path("code");
        return deleted(
                service.deleteScenario(member.tenant(), member.user(), code, call.ifMatch()), "SCENARIO_USED", code);
    }

    private static <T> Answer page(Call call, List<T> all, Function<T, String> code, Function<T, ObjectNode> document) {
        Parameters parameters = call.parameters();
        PageRequest page = parameters.page();
        parameters.check();
        String after = page.after().orElse("");
        return Answer.ok(page.page(
                all.stream()
                        .filter(item -> code.apply(item).compareTo(after) > 0)
                        .limit(page.fetch())
                        .toList(),
                code,
                document));
    }

    private static <T> Answer single(Revised<T> found, Function<T, ObjectNode> document) {
        return Answer.ok(document.apply(found.item())).withRevision(found.revision());
    }

    private static Answer added(Adding result, Problem exists, String location, ObjectNode wire) {
        return switch (result) {
            case Adding.Added added -> Answer.created(location, wire).withTenantVersion(added.tenantVersion());
            case Adding.Exists there -> throw exists.asException();
            case Adding.Refused refused ->
                throw Problem.of(ProblemType.INVALID_INPUT, refused.faults()).asException();
        };
    }

    private static <T> Answer saved(Saving<T> result, Function<T, ObjectNode> document) {
        return switch (result) {
            case Saving.Saved<T> saved -> single(saved.saved(), document).withTenantVersion(saved.tenantVersion());
            case Saving.Unchanged<T> same -> single(same.same(), document);
            case Saving.NotFound<T> notFound -> throw notFound();
            case Saving.Stale<T> stale ->
                throw Problem.of(ProblemType.STALE_REVISION).asException();
            case Saving.Refused<T> refused ->
                throw Problem.of(ProblemType.INVALID_INPUT, refused.faults()).asException();
        };
    }

    private static Answer deleted(Deleting result, String inUse, String code) {
        return switch (result) {
            case Deleting.Deleted deleted -> Answer.empty().withTenantVersion(deleted.tenantVersion());
            case Deleting.NotFound notFound -> throw notFound();
            case Deleting.Stale stale ->
                throw Problem.of(ProblemType.STALE_REVISION).asException();
            case Deleting.InUse used ->
                throw new Problem(ProblemType.IN_USE, inUse, Map.of("code", code), used.by(), null).asException();
        };
    }

    private static RuntimeException notFound() {
        return Problem.of(ProblemType.NOT_FOUND).asException();
    }
}
