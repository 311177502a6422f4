package com.planitai.kpi.engine.model;

import java.util.Objects;

/**
 * A formula and since when it holds: until the next one of its KPI begins.
 *
 * @param fromOrdinal first period of the KPI's own grain; {@link #ALWAYS} for the first formula
 */
public record DatedFormula(int fromOrdinal, String text) {
    /** Before every period. */
    public static final int ALWAYS = Integer.MIN_VALUE;

    public DatedFormula {
        Objects.requireNonNull(text, "text");
    }
}
