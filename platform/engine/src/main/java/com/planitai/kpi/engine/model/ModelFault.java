package com.planitai.kpi.engine.model;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong, or doubtful, about one KPI.
 *
 * @param formula index among its formulas; null when the fault is not in a formula, as are line and column
 * @param line of the formula, from 1
 * @param column of the formula, from 1, in UTF-16 units
 * @param arguments everything a translated sentence needs
 * @param message in English
 * @param suggestion what was probably meant
 */
public record ModelFault(
        KpiCode kpi,
        String code,
        @Nullable Integer formula,
        @Nullable Integer line,
        @Nullable Integer column,
        Map<String, String> arguments,
        String message,
        @Nullable String suggestion) {
    public ModelFault {
        Objects.requireNonNull(kpi, "kpi");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        arguments = Map.copyOf(arguments);
    }
}
