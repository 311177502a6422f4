package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.List;
import java.util.Objects;

/**
 * Why there is no value.
 *
 * @param inputs the KPIs that caused it, in code order: inputs, or for FINER_THAN_GRAIN the KPIs of coarser grain
 */
public record MissingReason(Code code, List<KpiCode> inputs) {
    /** The kinds of absence; where several meet, the first of this order is named. */
    public enum Code {
        /** An input has no observation. */
        NO_VALUE,
        /** A KPI has values only at coarser periods. */
        FINER_THAN_GRAIN,
        /** The period looked back to does not exist: a week 53, a 29 February. */
        NO_SUCH_PERIOD,
        /** The filter names a dimension the KPI does not carry; happens to influences in trees only. */
        DIMENSION_NOT_CARRIED,
        DIVISION_BY_ZERO,
        /** The result would be infinite or not a number. */
        NOT_A_NUMBER
    }

    public MissingReason {
        Objects.requireNonNull(code, "code");
        inputs = List.copyOf(inputs);
    }
}
