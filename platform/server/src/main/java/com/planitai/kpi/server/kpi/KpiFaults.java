package com.planitai.kpi.server.kpi;

import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Place;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Faults of definitions that only we can find; those of formulas come from the engine. */
final class KpiFaults {
    private KpiFaults() {}

    static Fault blank(String pointer, String name) {
        return Fault.at(pointer + "/" + name, "TOO_SHORT", Map.of("name", name, "expected", "1"));
    }

    static Fault tooMany(String name, int limit) {
        return Fault.at("/" + name, "TOO_MANY_ITEMS", Map.of("name", name, "expected", Integer.toString(limit)));
    }

    static Fault unknownDimension(String pointer, String dimension, @Nullable String suggestion) {
        return new Fault("UNKNOWN_DIMENSION", Map.of("code", dimension), new Place.Pointer(pointer), suggestion);
    }
}
