package com.planitai.kpi.engine.evaluation;

/** Where a value comes from: brought in by someone, or worked out from a formula. */
public enum Origin {
    SET,
    COMPUTED
}
