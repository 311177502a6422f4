package com.planitai.kpi.engine.formula;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a formula, and where.
 *
 * @param line from 1
 * @param column from 1, in UTF-16 units
 * @param arguments everything a translated sentence needs
 * @param message in English
 * @param suggestion what was probably meant
 */
public record FormulaFault(
        int line,
        int column,
        String code,
        Map<String, String> arguments,
        String message,
        @Nullable String suggestion) {
    public FormulaFault {
        arguments = Map.copyOf(arguments);
    }
}
