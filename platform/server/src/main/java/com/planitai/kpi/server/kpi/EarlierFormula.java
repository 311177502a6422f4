package com.planitai.kpi.server.kpi;

import com.planitai.kpi.engine.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * A formula that held before the present one.
 *
 * @param effectiveFrom its first period; null for the first formula, which always held before
 */
public record EarlierFormula(String formula, @Nullable Period effectiveFrom) {}
