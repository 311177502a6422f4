package com.planitai.kpi.server.app;

import com.planitai.kpi.server.coordination.RedisSettings;
import com.planitai.kpi.server.files.BucketSettings;
import com.planitai.kpi.server.identity.IdentitySettings;
import com.planitai.kpi.server.observation.ObservationSettings;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** In what a server differs from others. */
record ServerSetup(
        Clock clock,
        IdentitySettings.SignUp signUp,
        boolean rateLimited,
        ObservationSettings observation,
        @Nullable BucketSettings bucket,
        @Nullable RedisSettings redis,
        @Nullable RunningServer first,
        boolean bundledPlugins) {
    static final ServerSetup USUAL = new ServerSetup(
            Clock.systemUTC(),
            IdentitySettings.SignUp.OPEN,
            false,
            ObservationSettings.WITHOUT_TRACES,
            null,
            null,
            null,
            false);

    ServerSetup at(Clock other) {
        return new ServerSetup(other, signUp, rateLimited, observation, bucket, redis, first, bundledPlugins);
    }

    ServerSetup with(IdentitySettings.SignUp other) {
        return new ServerSetup(clock, other, rateLimited, observation, bucket, redis, first, bundledPlugins);
    }

    ServerSetup with(ObservationSettings other) {
        return new ServerSetup(clock, signUp, rateLimited, other, bucket, redis, first, bundledPlugins);
    }

    ServerSetup limited() {
        return new ServerSetup(clock, signUp, true, observation, bucket, redis, first, bundledPlugins);
    }

    ServerSetup with(BucketSettings other) {
        return new ServerSetup(clock, signUp, rateLimited, observation, other, redis, first, bundledPlugins);
    }

    ServerSetup with(RedisSettings other) {
        return new ServerSetup(clock, signUp, rateLimited, observation, bucket, other, first, bundledPlugins);
    }

    ServerSetup withBundledPlugins() {
        return new ServerSetup(clock, signUp, rateLimited, observation, bucket, redis, first, true);
    }

    ServerSetup beside(RunningServer other) {
        return new ServerSetup(clock, signUp, rateLimited, observation, bucket, redis, other, bundledPlugins);
    }
}
