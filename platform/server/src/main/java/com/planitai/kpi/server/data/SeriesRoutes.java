package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.evaluation.MemberFilter;
import com.planitai.kpi.engine.evaluation.SeriesQuery;
import com.planitai.kpi.engine.evaluation.SeriesResult;
import com.planitai.kpi.engine.expression.NearestName;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.kpi.KpiRecord;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.server.snapshot.MemberFilters;
import com.planitai.kpi.server.snapshot.PartResult;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of a KPI over periods. */
final class SeriesRoutes {
    private static final String PERIODS = "2026-10-31, 2026-W44, 2026-10, 2026-Q4, 2026";

    /** What is later is no instant that the database knows. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

    private final SnapshotFeature snapshots;
    private final Clock clock;

    SeriesRoutes(SnapshotFeature snapshots, Clock clock) {
        this.snapshots = snapshots;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.get(
                "/api/v1/kpis/{code}/series",
                Access.VIEWER,
                call -> snapshots.answer(call, snapshot -> series(call, snapshot))));
    }

    private Answer series(Call call, TenantSnapshot current) {
        Parameters parameters = call.parameters();
        Instant asOf = parameters
                .optional("asOf", "2026-10-31T00:00:00Z", SeriesRoutes::instant)
                .orElse(null);
        if (asOf == null) {
            return series(call, parameters, current, clock.instant());
        }
        parameters.check();
        KpiCode code = code(call).orElseThrow(SeriesRoutes::notFound);
        Instant now = clock.instant();
        return switch (snapshots.asOf(current.tenant(), code, asOf)) {
            case PartResult.Found(TenantSnapshot then) ->
                series(call, parameters, then, asOf.isBefore(now) ? asOf : now);
            case PartResult.NoSuchKpi none -> throw notFound();
            case PartResult.NoLongerReadable unreadable ->
                throw refused(Fault.at("asOf", "DEFINITIONS_NO_LONGER_READABLE", Map.of("value", asOf.toString())));
        };
    }

    /** @param now the instant for which it is asked what is over and what has not begun */
    private static Answer series(Call call, Parameters parameters, TenantSnapshot snapshot, Instant now) {
        KpiRecord kpi = code(call).map(snapshot.definitions().kpis()::get).orElseThrow(SeriesRoutes::notFound);
        SeriesQuery query = query(call, parameters, kpi, snapshot);
        parameters.check();
        return switch (snapshot.evaluation(now).series(query)) {
            case SeriesResult.Series series -> Answer.ok(SeriesWire.bytes(series, kpi, query, call.language()));
            case SeriesResult.FinerThanGrain finer ->
                throw refused(Fault.at(
                        "grain",
                        "FINER_THAN_GRAIN",
                        Map.of(
                                "kpi",
                                kpi.code().value(),
                                "grain",
                                finer.grain().name(),
                                "requested",
                                query.from().grain().name())));
            case SeriesResult.DimensionNotCarried notCarried ->
                throw refused(Fault.at(
                        query.groupBy().contains(notCarried.dimension()) ? "groupBy" : "where",
                        "DIMENSION_NOT_CARRIED",
                        Map.of("kpi", kpi.code().value(), "dimension", notCarried.dimension())));
        };
    }

    private static Optional<KpiCode> code(Call call) {
        String text = call.path("code");
        return KpiCode.isValid(text) ? Optional.of(new KpiCode(text)) : Optional.empty();
    }

    private static SeriesQuery query(Call call, Parameters parameters, KpiRecord kpi, TenantSnapshot snapshot) {
        Grain grain = parameters.oneOf("grain", Grain.class).orElse(kpi.grain());
        Period from = parameters.required("from", PERIODS, Period::parse);
        Period to = parameters.required("to", PERIODS, Period::parse);
        String scenario = call.query("scenario").orElse(ScenarioRecord.ACTUAL);
        Set<String> scenarios = snapshot.definitions().scenarios().keySet();
        if (!scenarios.contains(scenario)) {
            Map<String, String> arguments = new HashMap<>(Map.of("code", scenario));
            NearestName.among(scenarios, scenario).ifPresent(nearest -> arguments.put("suggestion", nearest));
            parameters.add(Fault.at("scenario", "UNKNOWN_SCENARIO", arguments));
        }
        List<MemberFilter> where = MemberFilters.read(call, parameters);
        requireGrain(parameters, "from", from, grain);
        requireGrain(parameters, "to", to, grain);
        requireRange(parameters, from, to);
        parameters.check();
        if (from == null || to == null) {
            throw new IllegalStateException("required parameters are missing after they were checked");
        }
        List<String> groupBy = parameters.list("groupBy").stream().distinct().toList();
        return new SeriesQuery(kpi.code(), from, to, scenario, groupBy, where);
    }

    private static void requireGrain(Parameters parameters, String name, @Nullable Period period, Grain grain) {
        if (period != null && period.grain() != grain) {
            parameters.add(Fault.at(
                    name,
                    "PERIOD_NOT_OF_REQUESTED_GRAIN",
                    Map.of("value", period.toString(), "expected", grain.name())));
        }
    }

    private static void requireRange(Parameters parameters, @Nullable Period from, @Nullable Period to) {
        if (from == null || to == null || from.grain() != to.grain()) {
            return;
        }
        Map<String, String> arguments = Map.of(
                "from", from.toString(), "to", to.toString(), "limit", Integer.toString(SeriesQuery.MAX_PERIODS));
        if (from.ordinal() > to.ordinal()) {
            parameters.add(Fault.at("to", "RANGE_REVERSED", arguments));
        } else if ((long) to.ordinal() - from.ordinal() >= SeriesQuery.MAX_PERIODS) {
            parameters.add(Fault.at("to", "TOO_MANY_PERIODS", arguments));
        }
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(instant -> instant.isBefore(END_OF_TIME));
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    private static RuntimeException notFound() {
        return Problem.of(ProblemType.NOT_FOUND).asException();
    }

    private static RuntimeException refused(Fault fault) {
        return Problem.of(ProblemType.INVALID_INPUT, List.of(fault)).asException();
    }
}
