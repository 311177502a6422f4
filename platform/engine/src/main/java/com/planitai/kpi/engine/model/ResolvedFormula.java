package com.planitai.kpi.engine.model;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.Reach;

/**
 * One of a KPI's formulas, read.
 *
 * @param fromOrdinal as in {@link DatedFormula}
 */
public record ResolvedFormula(int fromOrdinal, Expression expression, Reach reach) {}
