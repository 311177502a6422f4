package com.planitai.kpi.server.analysis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which target a KPI shall reach by which lever, schema {@code GoalSeekInput}.
 *
 * @param range lower and upper bound of the lever; null for one around today's value
 */
record GoalSeekInput(
        String kpi,
        String period,
        double target,
        String lever,
        @Nullable List<Double> range,
        @Nullable String scenario) {}
