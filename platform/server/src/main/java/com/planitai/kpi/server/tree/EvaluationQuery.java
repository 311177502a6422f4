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
import com.planitai.kpi.server.kpi.DimensionRecord;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.server.snapshot.SnapshotTree;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a caller asks of a tree, as far as it can be read without knowing the tenant. */
record EvaluationQuery(Period period, String scenario, List<String> compare, List<MemberFilter> where) {
    static final int MAX_COMPARISONS = 10;
    static final int MAX_FILTERS = 10;

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
        List<MemberFilter> where = where(call.queries("where"), parameters);
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
        Map<String, DimensionRecord> dimensions = snapshot.definitions().dimensions();
        for (MemberFilter filter : where) {
            DimensionRecord dimension = dimensions.get(filter.dimension());
            if (dimension == null) {
                faults.add(unknown("where", "UNKNOWN_DIMENSION", "code", filter.dimension(), dimensions.keySet()));
            } else {
                members(dimension, filter, faults);
            }
        }
        return faults;
    }

    TreeQuery of(SnapshotTree tree) {
        return new TreeQuery(tree.root(), tree.influences(), period, scenario, compare, where);
    }

    private static void members(DimensionRecord dimension, MemberFilter filter, List<Fault> faults) {
        List<String> known =
                dimension.members().stream().map(DimensionRecord.Member::code).toList();
        for (String member : filter.members()) {
            if (!dimension.hasMember(member)) {
                String suggestion = NearestName.among(known, member).orElse(null);
                faults.add(new Fault(
                        "UNKNOWN_MEMBER",
                        Map.of("dimension", dimension.code(), "code", member),
                        new Place.Pointer("where"),
                        suggestion));
            }
        }
    }

    private static List<MemberFilter> where(List<String> texts, Parameters parameters) {
        List<MemberFilter> filters = new ArrayList<>();
        if (texts.size() > MAX_FILTERS) {
            parameters.add(tooMany("where", MAX_FILTERS));
        }
        for (String text : texts) {
            MemberFilter filter = filter(text);
            if (filter != null) {
                filters.add(filter);
            } else if (!text.isEmpty()) {
                parameters.add(Fault.at(
                        "where",
                        "PARAMETER_NOT_READABLE",
                        Map.of("name", "where", "value", text, "expected", "dimension:member,member")));
            }
        }
        return filters;
    }

    private static @Nullable MemberFilter filter(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            return null;
        }
        Set<String> members = Arrays.stream(text.substring(colon + 1).split(",", -1))
                .map(String::strip)
                .filter(member -> !member.isEmpty())
                .collect(Collectors.toSet());
        return members.isEmpty()
                ? null
                : new MemberFilter(text.substring(0, colon).strip(), members);
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
