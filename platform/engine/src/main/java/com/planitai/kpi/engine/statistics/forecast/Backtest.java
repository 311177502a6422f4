package com.planitai.kpi.engine.statistics.forecast;

import org.jspecify.annotations.Nullable;

/**
 * How the chosen form would have done: from each of the last origins, estimated on what was known there, it forecast
 * what is known now.
 *
 * @param origins periods from whose end a forecast was made
 * @param forecasts values compared, over all origins
 * @param mase mean absolute error ÷ the error of repeating the last season within what was known (Hyndman & Koehler
 *     2006, Int. J. Forecasting 22:679, §3); null where that never errs
 * @param smape mean of 2·|error| ÷ (|value| + |forecast|), 0 to 2 (ibid., §2.2)
 * @param coverage95 share of the values within their 95 % interval
 */
public record Backtest(int origins, int forecasts, @Nullable Double mase, double smape, double coverage95) {}
