package com.planitai.kpi.server.explanation;

import com.planitai.kpi.engine.evaluation.MemberFilter;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.explanation.ExplanationService.Result;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.PageRequest;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.server.snapshot.MemberFilters;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Explanations over HTTP. */
final class ExplanationRoutes {
    private static final String PERIODS = "2026-10-31, 2026-W44, 2026-10, 2026-Q4, 2026";

    private final ExplanationService service;

    ExplanationRoutes(ExplanationService service) {
        this.service = service;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/kpis/{code}/explanation", Access.VIEWER, this::explain));
    }

    private Answer explain(Call call) {
        String code = call.path("code");
        if (!KpiCode.isValid(code)) {
            throw notFound();
        }
        ExplanationQuery query = query(call, new KpiCode(code));
        return switch (service.explain(call.member().tenant(), query)) {
            case Result.Explained(Explanation explanation) ->
                Answer.ok(ExplanationWire.of(explanation, query)).withTenantVersion(explanation.tenantVersion());
            case Result.NoSuchKpi none -> throw notFound();
            case Result.Refused(Fault fault) ->
                throw Problem.of(ProblemType.INVALID_INPUT, List.of(fault)).asException();
        };
    }

    private static ExplanationQuery query(Call call, KpiCode kpi) {
        Parameters parameters = call.parameters();
        Period period = parameters.required("period", PERIODS, Period::parse);
        List<MemberFilter> where = MemberFilters.read(call, parameters);
        PageRequest page = parameters.page();
        Optional<CellKey> after = page.after().flatMap(CellKey::parse);
        if (page.after().isPresent() && after.isEmpty()) {
            parameters.add(Fault.at(
                    "cursor",
                    "PARAMETER_NOT_READABLE",
                    Map.of("name", "cursor", "value", call.query("cursor").orElse(""), "expected", "nextCursor")));
        }
        parameters.check();
        if (period == null) {
            throw new IllegalStateException("a missing period passed the check");
        }
        String scenario = call.query("scenario").orElse(ScenarioRecord.ACTUAL);
        return new ExplanationQuery(kpi, period, scenario, where, page, after);
    }

    private static RuntimeException notFound() {
        return Problem.of(ProblemType.NOT_FOUND).asException();
    }
}
