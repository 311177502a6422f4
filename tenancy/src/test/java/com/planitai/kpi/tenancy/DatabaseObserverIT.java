package com.planitai.kpi.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseObserverIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final Duration WAIT = Duration.ofMillis(300);
    private static final TenancyLimits ONE_CONNECTION =
            new TenancyLimits(1, 1, 1, WAIT, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private final Notes notes = new Notes();
    private Tenancy tenancy;
    private Tenant tenant;

    @BeforeEach
    void open() {
        tenant = POSTGRES.newTenant("t-" + UUID.randomUUID().toString().substring(0, 8));
        tenancy = Tenancy.open(
                POSTGRES.database(),
                PostgresExtension.masterKey(),
                ONE_CONNECTION,
                Clock.systemUTC(),
                UUID::randomUUID,
                notes);
        tenancy.directory().find(tenant.id());
        notes.events.clear();
    }

    @AfterEach
    void close() {
        tenancy.close();
    }

    @Test
    void isToldOfEveryTransactionFromItsConnectionToItsEnd() {
        tenancy.database().reading(tenant.id(), transaction -> notes.events.add("work"));
        tenancy.database().inTransaction(tenant.id(), transaction -> notes.events.add("work"));
        tenancy.directoryDatabase().inTransaction(transaction -> notes.events.add("work"));

        assertThat(notes.events)
                .containsSubsequence(
                        "TENANT_READING",
                        "connected",
                        "work",
                        "committed",
                        "TENANT_WRITING",
                        "connected",
                        "work",
                        "committed",
                        "DIRECTORY",
                        "connected",
                        "work",
                        "committed");
    }

    @Test
    void isToldWhyATransactionDidNotCommit() {
        var onPurpose = new IllegalStateException("on purpose");

        assertThatThrownBy(() -> tenancy.database().inTransaction(tenant.id(), transaction -> {
                    throw onPurpose;
                }))
                .isSameAs(onPurpose);

        assertThat(notes.events).endsWith("connected", "rolled back: on purpose");
    }

    @Test
    void isToldHowLongAThreadWaitedAlsoInVain() {
        tenancy.database().inTransaction(tenant.id(), outer -> {
            assertThat(notes.pool("requests").active().getAsInt()).isBetween(0, 1);
            assertThatThrownBy(() -> tenancy.database().inTransaction(tenant.id(), inner -> true))
                    .isInstanceOf(RuntimeException.class);
            return true;
        });

        assertThat(notes.waits).contains(WAIT);
        assertThat(notes.events).doesNotContainSequence("connected", "connected");
    }

    @Test
    void isToldOfEveryPoolByItsName() {
        assertThat(notes.pools).containsOnlyKeys("requests", "scheduler", "provision");
        assertThat(notes.pool("requests").limit()).isEqualTo(1);
        assertThat(notes.pool("requests").waiting().getAsInt()).isZero();
    }

    private static final class Notes implements DatabaseObserver {
        private final List<String> events = Collections.synchronizedList(new ArrayList<>());
        private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
        private final Map<String, PoolFigures> pools = new ConcurrentHashMap<>();

        private PoolFigures pool(String name) {
            return Objects.requireNonNull(pools.get(name));
        }

        @Override
        public void opened(PoolFigures pool) {
            pools.put(pool.name(), pool);
        }

        @Override
        public void waited(String pool, Duration time) {
            waits.add(time);
        }

        @Override
        public ObservedTransaction begins(TransactionKind kind) {
            events.add(kind.name());
            return new ObservedTransaction() {
                @Override
                public void connected() {
                    events.add("connected");
                }

                @Override
                public void ended(@Nullable Throwable failure) {
                    events.add(failure == null ? "committed" : "rolled back: " + failure.getMessage());
                }
            };
        }
    }
}
