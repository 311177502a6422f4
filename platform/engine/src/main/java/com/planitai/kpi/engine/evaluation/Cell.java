package com.planitai.kpi.engine.evaluation;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One number of a series or tree, or why there is none: exactly one of value and reason is present.
 *
 * @param computed for a SET value of a formula KPI what the formula gives, so that the gap can be shown
 * @param completeness 0 to 1: the share of the input cells below that were there
 * @param restated whether the value changed after its period was over
 */
public record Cell(
        @Nullable Double value,
        @Nullable MissingReason reason,
        Origin origin,
        @Nullable Double computed,
        double completeness,
        List<Warning> warnings,
        boolean restated) {
    public Cell {
        Objects.requireNonNull(origin, "origin");
        if ((value == null) == (reason == null)) {
            throw new IllegalArgumentException("expected a value or a reason, got %s and %s".formatted(value, reason));
        }
        if (value != null && !Double.isFinite(value)) {
            throw new IllegalArgumentException("expected a finite value, got " + value);
        }
        if (!(completeness >= 0 && completeness <= 1)) {
            throw new IllegalArgumentException("expected a completeness of 0 to 1, got " + completeness);
        }
        warnings = List.copyOf(warnings);
    }

    /** One that was not restated. */
    public Cell(
            @Nullable Double value,
            @Nullable MissingReason reason,
            Origin origin,
            @Nullable Double computed,
            double completeness,
            List<Warning> warnings) {
        this(value, reason, origin, computed, completeness, warnings, false);
    }

    public boolean isMissing() {
        return value == null;
    }
}
