package com.planitai.kpi.server.explanation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Grain;

/**
 * Consecutive values of a KPI on which the explained one rests.
 *
 * @param low first ordinal of the grain
 * @param high last one, included
 * @param depth length of the longest way from the explained value
 */
record Need(KpiCode kpi, Grain grain, int low, int high, int depth) {
    Need {
        if (low > high) {
            throw new IllegalArgumentException("expected ordinals in order, got %d to %d".formatted(low, high));
        }
    }

    Need and(Need other) {
        return new Need(kpi, grain, Math.min(low, other.low), Math.max(high, other.high), Math.max(depth, other.depth));
    }
}
