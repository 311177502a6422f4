package com.planitai.kpi.server.coordination;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks at a server over TLS from a process of its own, which trusts what its command line says. */
final class TlsProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration POLL = Duration.ofMillis(20);

    private TlsProbe() {}

    public static void main(String[] arguments) {
        RedisSettings settings =
                new RedisSettings(arguments[0], Integer.parseInt(arguments[1]), null, RedisServer.PASSWORD, 0, true);
        System.out.println(
                switch (CoordinationFeature.check(settings, Clock.systemUTC())) {
                    case RedisState.Usable usable ->
                        "Usable " + (usable.certificateExpiry() == null ? "without" : "with") + " certificate";
                    case RedisState.CertificateExpiring expiring -> "CertificateExpiring";
                    case RedisState.Unusable unusable -> "Unusable";
                });
        try (RedisCoordination coordination = new RedisCoordination(settings, PATIENCE)) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            Key key = Key.of("test", "tls");
            boolean counts = false;
            while (!counts && System.nanoTime() < end) {
                counts = coordination.add(key, 1, PATIENCE) instanceof Count.Known;
                LockSupport.parkNanos(POLL.toNanos());
            }
            System.out.println(counts ? "counts" : "alone");
        }
    }
}
