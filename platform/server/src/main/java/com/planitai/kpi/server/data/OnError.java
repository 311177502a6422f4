package com.planitai.kpi.server.data;

import java.util.Locale;

/** What becomes of the good part of an input that has faults. */
public enum OnError {
    /** Nothing is written. */
    ABORT,
    /** The good part is written. */
    SKIP;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
