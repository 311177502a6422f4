package com.planitai.kpi.server.snapshot;

import com.planitai.kpi.engine.evaluation.MemberFilter;
import com.planitai.kpi.engine.expression.NearestName;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Place;
import com.planitai.kpi.server.kpi.DimensionRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The query parameter {@code where} of computed reads: {@code dimension:member,member}, repeated for AND. */
public final class MemberFilters {
    public static final int MAX_FILTERS = 10;

    private static final String WHERE = "where";

    private MemberFilters() {}

    /** The filters that can be read; faults are noted with the parameters. */
    public static List<MemberFilter> read(Call call, Parameters parameters) {
        List<String> texts = call.queries(WHERE);
        if (texts.size() > MAX_FILTERS) {
            parameters.add(Fault.at(
                    WHERE, "TOO_MANY_ITEMS", Map.of("name", WHERE, "expected", Integer.toString(MAX_FILTERS))));
        }
        List<MemberFilter> filters = new ArrayList<>();
        for (String text : texts) {
            int colon = text.indexOf(':');
            Set<String> members = members(text.substring(colon + 1));
            if (colon >= 1 && !members.isEmpty()) {
                filters.add(new MemberFilter(text.substring(0, colon).strip(), members));
            } else {
                parameters.add(Fault.at(
                        WHERE,
                        "PARAMETER_NOT_READABLE",
                        Map.of("name", WHERE, "value", text, "expected", "region:kr,jp")));
            }
        }
        return filters;
    }

    /** What names a dimension or member that the tenant does not have. */
    public static List<Fault> unknown(List<MemberFilter> filters, Map<String, DimensionRecord> dimensions) {
        List<Fault> faults = new ArrayList<>();
        for (MemberFilter filter : filters) {
            DimensionRecord dimension = dimensions.get(filter.dimension());
            if (dimension == null) {
                faults.add(unknown("UNKNOWN_DIMENSION", Map.of("code", filter.dimension()), dimensions.keySet()));
                continue;
            }
            List<String> known = dimension.members().stream()
                    .map(DimensionRecord.Member::code)
                    .toList();
            for (String member : filter.members()) {
                if (!dimension.hasMember(member)) {
                    faults.add(unknown("UNKNOWN_MEMBER", Map.of("dimension", dimension.code(), "code", member), known));
                }
            }
        }
        return faults;
    }

    private static Fault unknown(String code, Map<String, String> arguments, Collection<String> known) {
        String suggestion =
                NearestName.among(known, arguments.getOrDefault("code", "")).orElse(null);
        return new Fault(code, arguments, new Place.Pointer(WHERE), suggestion);
    }

    private static Set<String> members(String text) {
        Set<String> members = new LinkedHashSet<>();
        for (String member : text.split(",", -1)) {
            if (!member.isBlank()) {
                members.add(member.strip());
            }
        }
        return members;
    }
}
