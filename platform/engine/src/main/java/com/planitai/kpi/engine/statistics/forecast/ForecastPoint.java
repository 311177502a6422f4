package com.planitai.kpi.engine.statistics.forecast;

/** One forecast period: the expected value, and the bounds between which it lies with 80 % and 95 % probability. */
public record ForecastPoint(double mean, double lower80, double upper80, double lower95, double upper95) {}
