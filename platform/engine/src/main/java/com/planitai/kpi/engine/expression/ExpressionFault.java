package com.planitai.kpi.engine.expression;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong at one place of a formula; see {@link Faults} for the codes and their arguments. */
public record ExpressionFault(
        SourcePosition at,
        String code,
        Map<String, String> arguments,
        String message,
        @Nullable String suggestion) {
    public ExpressionFault {
        arguments = Map.copyOf(arguments);
    }
}
