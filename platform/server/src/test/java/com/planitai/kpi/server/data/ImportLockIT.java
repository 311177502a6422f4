package com.planitai.kpi.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.files.ObjectKey;
import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What others can do while a file is read. */
class ImportLockIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final long PATIENCE_SECONDS = 20;
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private DataServer server;
    private Tenant tenant;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = DataServer.waiting(POSTGRES.tenancy(), new PausingStore(ObjectStore.inFolder(folder)));
        server.startJobs();
        tenant = server.withKpis(
                POSTGRES.newTenant("t-" + UUID.randomUUID().toString().substring(0, 8)));
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        server.close();
    }

    @Test
    void letsDefinitionsChangeAndReadsAgainByThoseThatHoldThen() throws InterruptedException {
        server.kpi(tenant, "calls", "COUNT", "MONTH", "{}", "");
        var taken = server.send(
                tenant, "POST", "/api/v1/imports", "text/csv", "kpi,period,value\norders,2026-01,1\ncalls,2026-01,2\n");
        assertThat(reading.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        POSTGRES.tenancy().database().inTransaction(tenant.id(), tx -> {
            tx.createQuery("SELECT pg_advisory_xact_lock(hashtextextended(:tenant, 0))::text")
                    .bind("tenant", "definitions of " + tenant.id())
                    .mapTo(String.class)
                    .one();
            tx.createUpdate("UPDATE kpi SET code = 'phone_calls' WHERE code = 'calls'")
                    .execute();
            return tx.bumpVersion();
        });
        goOn.countDown();

        JsonNode done =
                server.await(tenant, taken.headers().firstValue("Location").orElseThrow());
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("FAILED");
        assertThat(ImportFormatsIT.faults(done)).containsExactly("3 kpi UNKNOWN_KPI");
    }

    @Test
    void letsNumbersChangeAndComparesWithThoseThatAreThereThen() throws InterruptedException {
        var taken = server.send(
                tenant,
                "POST",
                "/api/v1/imports",
                "text/csv",
                "kpi,period,value\norders,2026-01,1\norders,2026-02,2\n");
        assertThat(reading.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        var written = server.batch(tenant, """
                {"observations": [{"kpi": "orders", "period": "2026-01", "value": 9},
                  {"kpi": "orders", "period": "2026-02", "value": 2}]}""");
        goOn.countDown();

        JsonNode done =
                server.await(tenant, taken.headers().firstValue("Location").orElseThrow());
        assertThat(written.statusCode()).isEqualTo(200);
        assertThat(done.path("updated").asInt()).as(done.toString()).isEqualTo(1);
        assertThat(done.path("unchanged").asInt()).isEqualTo(1);
        assertThat(server.column(tenant, "SELECT value::text FROM observation ORDER BY period"))
                .containsExactly("1", "2");
    }

    /** Gives the first file that is read only when it is told to. */
    private final class PausingStore implements ObjectStore {
        private final ObjectStore store;

        PausingStore(ObjectStore store) {
            this.store = store;
        }

        @Override
        public long put(ObjectKey key, InputStream content) throws IOException {
            return store.put(key, content);
        }

        @Override
        public Optional<InputStream> get(ObjectKey key) {
            return store.get(key).map(file -> new FilterInputStream(file) {
                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    reading.countDown();
                    try {
                        assertThat(goOn.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                                .isTrue();
                    } catch (InterruptedException stopping) {
                        Thread.currentThread().interrupt();
                    }
                    return super.read(buffer, offset, length);
                }
            });
        }

        @Override
        public void delete(ObjectKey key) {
            store.delete(key);
        }

        @Override
        public Optional<String> fault() {
            return store.fault();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
