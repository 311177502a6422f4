package com.planitai.kpi.server.data;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of the good part of an input that has faults. */
public enum OnError {
    /** Nothing is written. */
    ABORT,
    /** The good part is written. */
    SKIP;

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
