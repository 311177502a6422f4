package com.planitai.kpi.server.app;

import com.planitai.kpi.server.app.Check.Finding;
import com.planitai.kpi.server.coordination.CoordinationFeature;
import com.planitai.kpi.server.coordination.RedisSettings;
import com.planitai.kpi.server.coordination.RedisState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Whether instances can coordinate, in the words of {@code kpi doctor}. */
final class CoordinationCheck {
    private static final String WHAT = "redis";

    private CoordinationCheck() {}

    static Check check(Configuration configuration, Clock clock) {
        return new Check(WHAT, () -> List.of(look(configuration, clock)));
    }

    private static Finding look(Configuration configuration, Clock clock) {
        RedisSettings settings = configuration.redis();
        if (settings == null) {
            return Finding.good(WHAT, "none; enough for a single instance");
        }
        return switch (CoordinationFeature.check(settings, clock)) {
            case RedisState.Usable usable -> Finding.good(WHAT, sentence(usable));
            case RedisState.CertificateExpiring expiring ->
                Finding.bad(WHAT, "its certificate ends at " + expiring.expiry() + ": renew it");
            case RedisState.Unusable unusable -> Finding.bad(WHAT, unusable.reason());
        };
    }

    private static String sentence(RedisState.Usable usable) {
        Instant expiry = usable.certificateExpiry();
        return usable.server() + " answers in " + usable.latency().toMillis() + " ms"
                + (expiry == null ? "" : ", certificate until " + expiry);
    }
}
