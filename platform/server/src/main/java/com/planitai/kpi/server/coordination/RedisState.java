package com.planitai.kpi.server.coordination;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a look at the server found. */
public sealed interface RedisState {
    /**
     * @param server name and version, such as {@code redis 7.0.15}
     * @param latency of a ping on an open connection
     * @param certificateExpiry null for a connection without TLS
     */
    record Usable(String server, Duration latency, @Nullable Instant certificateExpiry) implements RedisState {}

    /** It can be used no longer than for {@link RedisCheck#CERTIFICATE_MARGIN}. */
    record CertificateExpiring(Instant expiry) implements RedisState {}

    /** The reason is a sentence for a person, without a secret. */
    record Unusable(String reason) implements RedisState {}
}
