package com.planitai.kpi.server.observation;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What is told to whom.
 *
 * @param collector base address of an OpenTelemetry collector that takes OTLP over HTTP; null for no traces
 * @param serviceName who the traces are of
 * @param environment where that service runs, such as {@code staging}
 * @param sampledRatio share of the traces begun here that are recorded, 0 to 1; a caller may keep one from being recorded
 */
public record ObservationSettings(
        @Nullable URI collector, String serviceName, String environment, double sampledRatio) {
    public static final String DEFAULT_SERVICE_NAME = "planitai-kpi";
    public static final ObservationSettings WITHOUT_TRACES =
            new ObservationSettings(null, DEFAULT_SERVICE_NAME, "development", 1);

    public ObservationSettings {
        if (!(sampledRatio >= 0 && sampledRatio <= 1)) {
            throw new IllegalArgumentException("sampledRatio: expected 0 to 1, got " + sampledRatio);
        }
    }
}
