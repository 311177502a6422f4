package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.List;
import java.util.Objects;

/**
 * Why a KPI's delta cannot be split over its drivers.
 *
 * @param kpis the drivers that stand in the way, in formula order; else the KPI itself
 */
public record Obstacle(Code code, List<KpiCode> kpis) {
    /** The kinds of obstacle. */
    public enum Code {
        /** The KPI is an input: it has observations and no drivers. */
        NO_FORMULA,
        /** The KPI has no value at one of the points. */
        VALUE_MISSING,
        /** Drivers have no value at one of the points, and the formula none without them. */
        DRIVER_MISSING,
        /** With some drivers at the first and some at the second point the formula has no value, as where it divides by 0. */
        FORMULA_UNDEFINED,
        /** The value does not answer to a small change of its own, so that what is below it cannot be weighed. */
        NO_SLOPE,
        /** A delta or contribution is too large to be a number. */
        OUT_OF_RANGE,
        /** LMDI only: the formula is no product or quotient of its drivers. */
        NOT_A_PRODUCT,
        /** LMDI only: the value of the period is rolled up from several products and no product itself. */
        ROLLED_UP,
        /** LMDI only: drivers are positive at one point and negative at the other. */
        SIGN_CHANGE
    }

    public Obstacle {
        Objects.requireNonNull(code, "code");
        kpis = List.copyOf(kpis);
        if (kpis.isEmpty()) {
            throw new IllegalArgumentException("expected the KPIs concerned by " + code + ", got none");
        }
    }

    static Obstacle of(Code code, KpiCode kpi) {
        return new Obstacle(code, List.of(kpi));
    }
}
