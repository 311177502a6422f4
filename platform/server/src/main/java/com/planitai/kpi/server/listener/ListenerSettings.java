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
 * @param drainTime how long requests under way may take after a stop was asked for
 * @param trustedHops reverse proxies in front, each of which appends to {@code X-Forwarded-For} the address it was called from
 */
public record ListenerSettings(
        String bind, int port, int managementPort, Path webRoot, Duration drainTime, int trustedHops) {}
