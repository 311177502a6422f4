package com.planitai.kpi.engine.expression;

/** A KPI as a formula reads it. */
public record Operand(String code, View view) {}
