package com.planitai.kpi.server.coordination;

import java.time.Clock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes what instances coordinate through. */
public final class CoordinationFeature {
    private CoordinationFeature() {}

    /** Redis where there is one, or else this process alone. Returns at once, whether or not the server answers. */
    public static Coordination open(@Nullable RedisSettings settings) {
        return settings == null ? inProcess(System::nanoTime) : new RedisCoordination(settings, Coordination.DEADLINE);
    }

    /** For a single instance, and for what one instance counts while the others cannot be reached. */
    public static Coordination inProcess(LongSupplier nanoTime) {
        return new InProcessCoordination(nanoTime);
    }

    /** Looks whether the server can be used, for a person who asks. */
    public static RedisState check(RedisSettings settings, Clock clock) {
        return new RedisCheck(settings, clock).run();
    }
}
