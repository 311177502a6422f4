package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.attribution.AttributionMethod;
import com.planitai.kpi.engine.evaluation.MemberFilter;
import com.planitai.kpi.engine.evaluation.PointPair;
import com.planitai.kpi.engine.evaluation.TreeQuery;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.server.snapshot.MemberFilters;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks to have explained.
 *
 * @param against {@code previous}, {@code same_period_last_year}, a period or a scenario
 * @param dimension by whose members a ratio is split as well; null for none
 */
record AttributionQuery(
        Period period,
        String scenario,
        String against,
        AttributionMethod method,
        List<MemberFilter> where,
        @Nullable String dimension) {

    static AttributionQuery read(Call call) {
        Parameters parameters = call.parameters();
        Period period = parameters.required("period", Names.PERIODS, Period::parse);
        AttributionMethod method =
                parameters.oneOf("method", AttributionMethod.class).orElse(AttributionMethod.SHAPLEY);
        List<MemberFilter> where = MemberFilters.read(call, parameters);
        parameters.check();
        if (period == null) {
            throw new IllegalStateException("a missing period passed the check");
        }
        return new AttributionQuery(
                period,
                call.query("scenario").orElse(ScenarioRecord.ACTUAL),
                call.query("against").orElse(ScenarioRecord.PLAN),
                method,
                where,
                call.query("dimension").orElse(null));
    }

    /** @throws com.planitai.kpi.server.http.ProblemException with every fault of what the query names */
    void check(TenantSnapshot snapshot, KpiCode root) {
        Names names = new Names(snapshot);
        names.scenario("scenario", scenario);
        checkAgainst(snapshot, names);
        names.grain("period", root, period.grain());
        names.filters(where, root);
        if (dimension != null) {
            if (!snapshot.definitions().dimensions().containsKey(dimension)) {
                names.add(Names.unknown(
                        "dimension",
                        "UNKNOWN_DIMENSION",
                        dimension,
                        snapshot.definitions().dimensions().keySet()));
            }
            names.dimension("dimension", dimension, root);
        }
        names.check();
    }

    private void checkAgainst(TenantSnapshot snapshot, Names names) {
        if (isEarlier()) {
            return;
        }
        Optional<Period> other = Period.parse(against);
        if (other.isEmpty() && !snapshot.definitions().scenarios().containsKey(against)) {
            List<String> known =
                    new ArrayList<>(snapshot.definitions().scenarios().keySet());
            known.addAll(List.of(TreeQuery.PREVIOUS, TreeQuery.SAME_PERIOD_LAST_YEAR));
            names.add(Names.unknown("against", "UNKNOWN_SCENARIO", against, known));
        }
        other.filter(found -> found.grain() != period.grain())
                .ifPresent(found -> names.add(Fault.at(
                        "against",
                        "PERIOD_NOT_OF_REQUESTED_GRAIN",
                        Map.of(
                                "value",
                                found.toString(),
                                "expected",
                                period.grain().name()))));
    }

    private boolean isEarlier() {
        return against.equals(TreeQuery.PREVIOUS) || against.equals(TreeQuery.SAME_PERIOD_LAST_YEAR);
    }

    /** What is compared with what; empty where there is no such earlier period. */
    Optional<PointPair> points(KpiCode root) {
        return reference()
                .map(reference -> new PointPair(root, reference, new PointPair.Point(period, scenario, where)));
    }

    private Optional<PointPair.Point> reference() {
        Optional<Period> earlier = switch (against) {
            case TreeQuery.PREVIOUS -> period.previous();
            case TreeQuery.SAME_PERIOD_LAST_YEAR -> period.sameLastYear();
            default -> Period.parse(against);
        };
        if (earlier.isPresent() || isEarlier()) {
            return earlier.map(found -> new PointPair.Point(found, scenario, where));
        }
        return Optional.of(new PointPair.Point(period, against, where));
    }
}
