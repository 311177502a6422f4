package com.planitai.kpi.server.kpi;

import com.planitai.kpi.server.http.Fault;
import java.util.Map;

/** Faults of definitions that only we can find; those of formulas come from the engine. */
final class KpiFaults {
    private KpiFaults() {}

    static Fault blank(String pointer, String name) {
        return Fault.at(pointer + "/" + name, "TOO_SHORT", Map.of("name", name, "expected", "1"));
    }
}
