package com.planitai.kpi.server.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.ProblemException;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Definitions as code over HTTP. */
final class DefinitionRoutes {
    private static final String YAML = "application/yaml";

    private final DefinitionService service;

    DefinitionRoutes(DefinitionService service) {
        this.service = service;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/definition", Access.VIEWER, this::export),
                Route.post("/api/v1/definition:apply", Access.EDITOR, this::apply));
    }

    private Answer export(Call call) {
        ObjectNode document = service.export(call.member().tenant());
        Answer answer = call.accepts(YAML)
                ? Answer.of(200, YAML, DefinitionYaml.bytes(document))
                : Answer.ok(document.toPrettyString() + '\n');
        return answer.with("Vary", "Accept, Authorization, Cookie");
    }

    private Answer apply(Call call) {
        Caller.Member member = call.member();
        Parameters parameters = call.parameters();
        boolean dryRun = parameters.flag("dryRun");
        boolean prune = parameters.flag("prune");
        Set<KpiCode> confirmed = parameters.list("confirm").stream()
                .filter(KpiCode::isValid)
                .map(KpiCode::new)
                .collect(Collectors.toSet());
        parameters.check();
        try {
            JsonNode document = call.json("Definition");
            ApplyOptions options = new ApplyOptions(dryRun, prune, confirmed);
            return AppliedWire.answer(
                    service.apply(member.tenant(), member.user(), document, options), dryRun, call.language());
        } catch (ProblemException refused) {
            if (dryRun && refused.problem().type() == ProblemType.INVALID_INPUT) {
                Applied faulty = new Applied(List.of(), refused.problem().faults(), OptionalLong.empty());
                return AppliedWire.answer(faulty, true, call.language());
            }
            throw refused;
        }
    }
}
