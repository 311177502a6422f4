/** KPIs over time: their complete past, and forecasts of a whole tree that agree with its formulas. */
@NullMarked
package com.planitai.kpi.engine.outlook;

import org.jspecify.annotations.NullMarked;
