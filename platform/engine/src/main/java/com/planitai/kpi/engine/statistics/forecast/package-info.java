/** Forecasts by exponential smoothing, with intervals, a backtest and sample paths. */
@NullMarked
package com.planitai.kpi.engine.statistics.forecast;

import org.jspecify.annotations.NullMarked;
