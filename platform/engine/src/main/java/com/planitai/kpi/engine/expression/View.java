package com.planitai.kpi.engine.expression;

import com.planitai.kpi.engine.time.Grain;

/** Which of a KPI's values a formula reads. */
public sealed interface View {
    View PLAIN = new Plain();

    /** The value of the period, as grouped and filtered. */
    record Plain() implements View {}

    /** The value of the part of the fiscal year, quarter or month that ends with the period. */
    record ToDate(Grain unit) implements View {}

    /** The value over all members of a dimension, whatever is grouped by it or filtered on it. */
    record Total(String dimension) implements View {}
}
