package com.planitai.kpi.engine.model;

/** What an absent observation of an input means. */
public enum MissingPolicy {
    NULL,
    ZERO,
    CARRY_FORWARD
}
