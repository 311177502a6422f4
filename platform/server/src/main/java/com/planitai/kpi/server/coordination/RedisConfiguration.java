package com.planitai.kpi.server.coordination;

import java.time.Duration;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.EqualJitterDelay;
import org.redisson.config.SslVerificationMode;

/** The client's settings: few threads, few connections, no retries behind the caller's back. */
final class RedisConfiguration {
    private static final int THREADS = 2;
    private static final int IDLE_CONNECTIONS = 2;
    private static final int CONNECTIONS = 16;
    private static final int SUBSCRIPTION_CONNECTIONS = 2;
    private static final int SUBSCRIPTIONS_PER_CONNECTION = 50;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    /** For the log-in of a connection, which may be slow while the program starts. Callers leave long before. */
    private static final int COMMAND_TIMEOUT_MILLIS = 3_000;
    /** A connection that answers no ping for so long is replaced. */
    private static final int PING_INTERVAL_MILLIS = 2_000;

    private static final Duration LEAST_RECONNECTION_DELAY = Duration.ofMillis(100);
    /** By which a server that came back is found. */
    private static final Duration MOST_RECONNECTION_DELAY = Duration.ofSeconds(1);

    private RedisConfiguration() {}

    static Config of(RedisSettings settings) {
        Config config = new Config();
        // Text, which is JSON by the time it gets here: never a class name, never Java's own serialization.
        config.setCodec(StringCodec.INSTANCE);
        config.setReferenceEnabled(false);
        config.setThreads(THREADS);
        config.setNettyThreads(THREADS);
        config.setSslVerificationMode(SslVerificationMode.STRICT);
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.useSingleServer()
                .setAddress(settings.address())
                .setDatabase(settings.database())
                .setConnectionMinimumIdleSize(IDLE_CONNECTIONS)
                .setConnectionPoolSize(CONNECTIONS)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(SUBSCRIPTION_CONNECTIONS)
                .setSubscriptionsPerConnection(SUBSCRIPTIONS_PER_CONNECTION)
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setTimeout(COMMAND_TIMEOUT_MILLIS)
                .setRetryAttempts(0)
                .setReconnectionDelay(new EqualJitterDelay(LEAST_RECONNECTION_DELAY, MOST_RECONNECTION_DELAY))
                .setPingConnectionInterval(PING_INTERVAL_MILLIS);
        return config;
    }
}
