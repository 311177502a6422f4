package com.planitai.kpi.engine.evaluation;

import java.util.Map;
import java.util.Objects;

/**
 * Something a reader of the number should know.
 *
 * @param arguments everything a translated sentence needs
 * @param message in English
 */
public record Warning(Code code, Map<String, String> arguments, String message) {
    /** The kinds of warning, each with its arguments. */
    public enum Code {
        /** The two sides of a quotient cover different cells: {@code kpi, numerator, denominator}. */
        UNEQUAL_COVERAGE,
        /** Weeks were assigned to longer periods by their Thursday: {@code kpi, grain}. */
        WEEKS_BY_THURSDAY,
        /** Differing set values of a rate cannot become one coarser value: {@code kpi, scenario}. */
        SET_VALUES_NOT_ROLLED_UP
    }

    public Warning {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        arguments = Map.copyOf(arguments);
    }
}
