package com.planitai.kpi.engine.fact;

/** What a figure is; the sections of an analysis name theirs. */
public enum FactKind {
    VALUE,
    REFERENCE,
    DELTA,
    ATTAINMENT,
    CONTRIBUTION,
    RESIDUAL,
    SHARE,
    ELASTICITY,
    RATE_EFFECT,
    MIX_EFFECT,
    /** Of the root per unit of the KPI. */
    SENSITIVITY,
    /** What a value would be in a changed world. */
    SIMULATED,
    /** The lever's value at which a target is reached. */
    SOLUTION,
    SLOPE,
    SLOPE_LOWER,
    SLOPE_UPPER,
    P_VALUE,
    EXPECTED,
    ANOMALY_SCORE,
    FORECAST,
    FORECAST_LOWER_80,
    FORECAST_UPPER_80,
    FORECAST_LOWER_95,
    FORECAST_UPPER_95,
    BACKTEST_MASE,
    BACKTEST_SMAPE,
    BACKTEST_COVERAGE_95
}
