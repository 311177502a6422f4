package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.model.KpiCode;

/** The KPIs of one graph at two points: two periods, two scenarios, two members. */
public interface TwoPointTree {
    /** The KPI's value at a point, a set one before a computed one; NaN when missing. */
    double value(KpiCode kpi, boolean second);

    /** The formula of a formula KPI; asked for more than once, so that it should be cheap to give again. */
    TwoPointFormula formula(KpiCode kpi);
}
