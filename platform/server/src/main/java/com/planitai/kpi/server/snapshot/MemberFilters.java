package com.planitai.kpi.server.snapshot;

import com.planitai.kpi.engine.evaluation.MemberFilter;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Parameters;
import java.util.ArrayList;
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
