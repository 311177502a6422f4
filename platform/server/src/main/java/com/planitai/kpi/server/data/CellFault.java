package com.planitai.kpi.server.data;

import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Place;
import java.util.Map;
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

    CellFault {
        arguments = Map.copyOf(arguments);
    }

    static CellFault of(Part part, String code, Map<String, String> arguments) {
        return new CellFault(part, null, code, arguments);
    }

    Fault at(Place place) {
        return new Fault(code, arguments, place, arguments.get("suggestion"));
    }
}
