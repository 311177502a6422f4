package com.planitai.kpi.engine.simulation;

import java.util.Map;
import java.util.Objects;

/**
 * What is wrong with one change.
 *
 * @param index of the change, from 0; {@link #WHOLE} where the changes as a whole are at fault
 * @param arguments everything a translated sentence needs
 * @param message in English
 */
public record ChangeFault(int index, Code code, Map<String, String> arguments, String message) {
    public static final int WHOLE = -1;

    /** The kinds of fault. */
    public enum Code {
        TOO_MANY_CHANGES,
        UNKNOWN_SCENARIO,
        UNKNOWN_KPI,
        UNKNOWN_MEMBER,
        DIMENSION_NOT_CARRIED,
        VALUE_NOT_FINITE,
        PERIODS_OUT_OF_ORDER,
        TOO_MANY_PERIODS,
        FINER_THAN_GRAIN,
        /** The value to start from is missing or 0, and there is more than one cell to share a new one out to. */
        NOTHING_TO_SCALE
    }

    public ChangeFault {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        arguments = Map.copyOf(arguments);
    }
}
