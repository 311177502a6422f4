package com.planitai.kpi.server.listener;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the server listens.
 *
 * @param bind address for the public listener, such as {@code 0.0.0.0}
 * @param port of the API and the web app; 0 takes a free one
 * @param managementPort of the metrics; 0 takes a free one
 * @param webRoot folder with the built web app
 * @param drainTime how long the listener stays after a stop was asked for, at most, for requests to end
 * @param lameDuckTime the part of it during which new requests are still answered, until balancers have noticed
 * @param trustedHops reverse proxies in front, each of which appends to {@code X-Forwarded-For} the address it was called from
 */
public record ListenerSettings(
        String bind,
        int port,
        int managementPort,
        Path webRoot,
        Duration drainTime,
        Duration lameDuckTime,
        int trustedHops) {
    public ListenerSettings {
        if (lameDuckTime.isNegative() || lameDuckTime.compareTo(drainTime) >= 0) {
            throw new IllegalArgumentException(
                    "expected a lame duck time shorter than the drain time of " + drainTime + ", got " + lameDuckTime);
        }
    }
}
