package com.planitai.kpi.engine.model;

/** Attainment below which status turns amber, and below which it turns red. */
public record Thresholds(double amber, double red) {
    public static final Thresholds DEFAULT = new Thresholds(1.0, 0.9);

    public Thresholds {
        if (!Double.isFinite(amber) || !Double.isFinite(red) || red > amber) {
            throw new IllegalArgumentException(
                    "expected finite thresholds with red at most amber, got amber %s and red %s".formatted(amber, red));
        }
    }
}
