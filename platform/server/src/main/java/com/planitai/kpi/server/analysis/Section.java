package com.planitai.kpi.server.analysis;

import java.util.Locale;

/** A part of an analysis. */
enum Section {
    TREND,
    BOTTLENECK,
    ANOMALY,
    FORECAST,
    NARRATIVE;

    static Section ofWire(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
