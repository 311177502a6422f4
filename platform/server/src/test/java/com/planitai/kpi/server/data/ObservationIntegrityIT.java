package com.planitai.kpi.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the database itself says of observations and what they name. */
class ObservationIntegrityIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final String INSERT =
            "INSERT INTO observation (kpi_id, scenario, period, value, version, batch) SELECT id, '%s', 1, 1, 1, '"
                    + new UUID(0, 1) + "' FROM kpi";
    private Tenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = POSTGRES.newTenant("t-" + UUID.randomUUID().toString().substring(0, 8));
        execute("INSERT INTO kpi (code, name, unit, grain) VALUES ('orders', 'O', '{\"type\": \"COUNT\"}', 'YEAR')");
    }

    @Test
    void refusesWhatNamesNothing() {
        assertThatThrownBy(() -> execute(INSERT.formatted("nowhere"))).hasMessageContaining("that is not there");
        assertThatThrownBy(() -> execute(INSERT.formatted("actual").replace("SELECT id", "SELECT id + 1")))
                .hasMessageContaining("that is not there");
        assertThat(execute(INSERT.formatted("actual"))).isEqualTo(1);
    }

    @Test
    void keepsWhatIsNamed() {
        execute(INSERT.formatted("plan"));

        assertThatThrownBy(() -> execute("DELETE FROM kpi")).hasMessageContaining("observations of this kpi");
        assertThatThrownBy(() -> execute("DELETE FROM scenario WHERE code = 'plan'"))
                .hasMessageContaining("observations of this scenario");
        assertThatThrownBy(() -> execute("UPDATE scenario SET code = 'other' WHERE code = 'plan'"))
                .hasMessageContaining("observations of this scenario");
        assertThatThrownBy(() -> execute("UPDATE observation SET scenario = 'actual'"))
                .hasMessageContaining("stays one of its KPI");
        assertThat(execute("DELETE FROM scenario WHERE code = 'forecast'")).isEqualTo(1);
        execute("DELETE FROM observation");
        assertThat(execute("DELETE FROM kpi")).isEqualTo(1);
    }

    @Test
    void letsNobodyDeleteWhatIsBeingNamed() throws Exception {
        var inserted = new CountDownLatch(1);
        var deleting = new CountDownLatch(1);
        CompletableFuture<List<String>> writer = CompletableFuture.supplyAsync(() -> POSTGRES.tenancy()
                .database()
                .inTransaction(tenant.id(), tx -> {
                    tx.createUpdate(INSERT.formatted("actual")).execute();
                    inserted.countDown();
                    awaitQuietly(deleting);
                    return awaitBlocked();
                }));
        assertThat(inserted.await(20, TimeUnit.SECONDS)).isTrue();

        deleting.countDown();

        assertThatThrownBy(() -> execute("DELETE FROM kpi")).hasMessageContaining("observations of this kpi");
        assertThat(writer.get(30, TimeUnit.SECONDS)).isNotEmpty();
    }

    /** Until the delete waits for the lock. */
    private List<String> awaitBlocked() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        List<String> waiting = List.of();
        while (waiting.isEmpty() && System.nanoTime() < end) {
            waiting = POSTGRES.tenancy()
                    .database()
                    .reading(
                            tenant.id(),
                            tx -> tx.createQuery("SELECT locktype FROM pg_locks WHERE NOT granted")
                                    .mapTo(String.class)
                                    .list());
        }
        return waiting;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private int execute(String sql) {
        return POSTGRES.tenancy()
                .database()
                .inTransaction(tenant.id(), tx -> tx.createUpdate(sql).execute());
    }
}
