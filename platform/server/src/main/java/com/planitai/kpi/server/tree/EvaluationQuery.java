package com.planitai.kpi.server.tree;

import com.planitai.kpi.engine.evaluation.MemberFilter;
import com.planitai.kpi.engine.evaluation.TreeQuery;
import com.planitai.kpi.engine.expression.NearestName;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Place;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.server.snapshot.MemberFilters;
import com.planitai.kpi.server.snapshot.SnapshotTree;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a caller asks of a tree, as far as it can be read without knowing the tenant. */
record EvaluationQuery(Period period, String scenario, List<String> compare, List<MemberFilter> where) {
    static final int MAX_COMPARISONS = 10;

    private static final String PERIODS = "2026-10-31, 2026-W44, 2026-10, 2026-Q4, 2026";

    static EvaluationQuery read(Call call) {
        Parameters parameters = call.parameters();
        Period period = parameters.required("period", PERIODS, Period::parse);
        Grain grain = parameters.oneOf("grain", Grain.class).orElse(null);
        if (period != null && grain != null && period.grain() != grain) {
            parameters.add(Fault.at(
                    "grain",
                    "GRAIN_MISMATCH",
                    Map.of(
                            "period", period.toString(),
                            "periodGrain", period.grain().name(),
                            "grain", grain.name())));
        }
        List<String> compare = parameters.list("compare").stream().distinct().toList();
        if (compare.size() > MAX_COMPARISONS) {
            parameters.add(tooMany("compare", MAX_COMPARISONS));
        }
        List<MemberFilter> where = MemberFilters.read(call, parameters);
        parameters.check();
        if (period == null) {
            throw new IllegalStateException("a missing period passed the check");
        }
        return new EvaluationQuery(period, call.query("scenario").orElse(ScenarioRecord.ACTUAL), compare, where);
    }

    /** What names something that the tenant does not have. */
    List<Fault> unknown(TenantSnapshot snapshot) {
        List<Fault> faults = new ArrayList<>();
        Set<String> scenarios = snapshot.definitions().scenarios().keySet();
        if (!scenarios.contains(scenario)) {
            faults.add(unknown("scenario", "UNKNOWN_SCENARIO", "code", scenario, scenarios));
        }
        List<String> comparable = new ArrayList<>(scenarios);
        comparable.addAll(List.of(TreeQuery.PREVIOUS, TreeQuery.SAME_PERIOD_LAST_YEAR));
        for (String entry : compare) {
            if (!comparable.contains(entry)) {
                faults.add(unknown("compare", "UNKNOWN_SCENARIO", "code", entry, comparable));
            }
        }
        faults.addAll(MemberFilters.unknown(where, snapshot.definitions().dimensions()));
        return faults;
    }

    TreeQuery of(SnapshotTree tree) {
        return new TreeQuery(tree.root(), tree.influences(), period, scenario, compare, where);
    }

    private static Fault tooMany(String name, int limit) {
        return Fault.at(name, "TOO_MANY_ITEMS", Map.of("name", name, "expected", Integer.toString(limit)));
    }

    private static Fault unknown(
            String parameter, String code, String argument, String written, Collection<String> known) {
        return new Fault(
                code,
                Map.of(argument, written),
                new Place.Pointer(parameter),
                NearestName.among(known, written).orElse(null));
    }
}
