package com.planitai.kpi.server.data;

import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Place;
import com.planitai.kpi.server.sheet.Sheet;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with one observation, and with which part of it. */
record CellFault(Part part, @Nullable String dimension, String code, Map<String, String> arguments) {
    enum Part {
        KPI,
        PERIOD,
        SCENARIO,
        MEMBER,
        VALUE,
        WHOLE
    }

    /** Longest text that a fault repeats. */
    static final int MAX_QUOTED_CHARACTERS = 100;

    CellFault {
        arguments = quoted(arguments);
    }

    /** No longer than a person needs, whatever the input says, and without what stands for bytes that are no text. */
    static String quoted(String text) {
        String shown = text.replace(Sheet.DAMAGE, '\uFFFD');
        return shown.length() <= MAX_QUOTED_CHARACTERS ? shown : shown.substring(0, MAX_QUOTED_CHARACTERS) + "…";
    }

    static Map<String, String> quoted(Map<String, String> arguments) {
        return arguments.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> quoted(entry.getValue())));
    }

    static CellFault of(Part part, String code, Map<String, String> arguments) {
        return new CellFault(part, null, code, arguments);
    }

    Fault at(Place place) {
        return new Fault(code, arguments, place, arguments.get("suggestion"));
    }
}
