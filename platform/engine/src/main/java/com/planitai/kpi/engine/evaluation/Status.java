package com.planitai.kpi.engine.evaluation;

/** How a value stands against a target. */
public enum Status {
    ON_TRACK,
    AT_RISK,
    OFF_TRACK,
    NO_TARGET,
    NO_DATA
}
