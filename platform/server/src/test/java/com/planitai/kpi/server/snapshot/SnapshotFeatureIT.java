package com.planitai.kpi.server.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.evaluation.ObservationTable.Change;
import com.planitai.kpi.engine.evaluation.TreeQuery;
import com.planitai.kpi.engine.evaluation.TreeResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.kpi.DefinitionDraft;
import com.planitai.kpi.server.kpi.KpiDocument;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.tenancy.DatabaseObserver;
import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.PoolFigures;
import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.TenancyLimits;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class SnapshotFeatureIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-10-14T00:00:00Z"), ZoneOffset.UTC);
    private static final long CACHE_BYTES = 64L * 1024 * 1024;
    private static final int READERS = 32;

    private final Readings readings = new Readings();
    private Tenancy tenancy;
    private Tenancy elsewhere;
    private KpiFeature kpis;
    private SnapshotFeature snapshots;
    private TenantId tenant;

    /** Counts the transactions that snapshots are read in. */
    private static final class Readings implements DatabaseObserver {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void opened(PoolFigures pool) {}

        @Override
        public void waited(String pool, Duration time) {}

        @Override
        public ObservedTransaction begins(TransactionKind kind) {
            if (kind == TransactionKind.TENANT_READING) {
                count.incrementAndGet();
            }
            return ObservedTransaction.UNSEEN;
        }
    }

    @BeforeAll
    void openTwoInstances() {
        DatabaseSettings settings = POSTGRES.freshDatabase();
        tenancy = Tenancy.open(
                settings,
                PostgresExtension.masterKey(),
                TenancyLimits.DEFAULT,
                Clock.systemUTC(),
                UUID::randomUUID,
                readings);
        tenancy.migrations().migrate();
        elsewhere = POSTGRES.open(settings, TenancyLimits.DEFAULT);
    }

    @AfterAll
    void close() {
        tenancy.close();
        elsewhere.close();
    }

    @BeforeEach
    void startWithOneFormula() {
        kpis = KpiFeature.create(tenancy.database(), CLOCK, UUID::randomUUID);
        snapshots = fresh();
        tenant = PostgresExtension.newTenant(
                        tenancy, "snap-" + UUID.randomUUID().toString().substring(0, 8))
                .id();
        define("{'code':'orders','name':'Orders','unit':{'type':'COUNT'},'grain':'YEAR'}");
        define("{'code':'twice','name':'Twice','unit':{'type':'COUNT'},'grain':'YEAR','formula':'orders * 2'}");
        write(tenancy, 2017, 1.0);
    }

    @Test
    void readsOnceAndThenFromMemory() {
        assertThat(twice(snapshots.current(tenant))).isEqualTo(2);
        int before = readings.count.get();

        assertThat(snapshots.current(tenant)).isSameAs(snapshots.current(tenant));

        assertThat(readings.count.get()).isEqualTo(before);
    }

    @Test
    void carriesOverItsOwnSmallWritesWithoutTheDatabase() {
        TenantSnapshot before = snapshots.current(tenant);
        long first = write(tenancy, 2017, 5.0);
        long second = write(tenancy, 2017, 7.0);
        snapshots.patch(tenant, second, 1, () -> List.of(change(7.0)));
        snapshots.patch(tenant, first, 1, () -> List.of(change(5.0)));
        int reads = readings.count.get();

        TenantSnapshot after = snapshots.current(tenant);

        assertThat(after.version()).isEqualTo(second);
        assertThat(twice(after)).isEqualTo(14);
        assertThat(twice(before)).isEqualTo(2);
        assertThat(readings.count.get()).isEqualTo(reads);
    }

    @Test
    void readsWhatIsMissingBetweenItsOwnWrites() {
        snapshots.current(tenant);
        write(tenancy, 2017, 5.0);
        write(tenancy, 2018, 6.0);
        long third = write(tenancy, 2017, 7.0);
        snapshots.patch(tenant, third, 1, () -> List.of(change(7.0)));

        assertSameAsReadAnew(snapshots.current(tenant));
    }

    @Test
    void readsOnlyTheNumbersThatOthersChanged() {
        TenantSnapshot before = snapshots.current(tenant);
        write(elsewhere, 2018, 3.0);
        write(elsewhere, 2018, 4.0);
        long version = write(elsewhere, 2017, null);

        TenantSnapshot after = reached(version);

        assertThat(after.version()).isEqualTo(version);
        assertThat(after.definitions()).as("kept, not read again").isSameAs(before.definitions());
        assertSameAsReadAnew(after);
    }

    @Test
    void readsDefinitionsAgainWhereTheyChangedInTheSameTransactionAsNumbers() {
        TenantSnapshot before = snapshots.current(tenant);
        long version = elsewhere.database().inTransaction(tenant, tx -> {
            tx.bumpVersionOfNumbers();
            rename(tx);
            return tx.bumpVersion();
        });

        TenantSnapshot after = reached(version);

        assertThat(after.definitionVersions()).isEqualTo(before.definitionVersions() + 1);
        assertThat(name(after)).isEqualTo("Renamed");
    }

    @Test
    void readsDefinitionsAgainWhereAReleaseThatKnowsNoDifferenceRaisedTheVersion() {
        snapshots.current(tenant);
        write(elsewhere, 2017, 9.0);
        long version = elsewhere.database().inTransaction(tenant, tx -> {
            rename(tx);
            return tx.createQuery("UPDATE settings SET data_version = data_version + 1 RETURNING data_version")
                    .mapTo(Long.class)
                    .one();
        });

        TenantSnapshot after = reached(version);

        assertThat(name(after)).isEqualTo("Renamed");
        assertSameAsReadAnew(after);
    }

    @Test
    void readsAllAnewWhenTooMuchHasChanged() {
        TenantSnapshot before = snapshots.current(tenant);
        long version = elsewhere.database().inTransaction(tenant, tx -> {
            long bumped = tx.bumpVersionOfNumbers();
            tx.createUpdate("""
                            INSERT INTO observation_history (kpi_id, scenario, period, value, batch, version)
                            SELECT id, 'actual', 2017, 3, '00000000-0000-0000-0000-000000000001', :version
                            FROM kpi, generate_series(1, :rows)
                            WHERE code = 'orders'
                            """)
                    .bind("version", bumped)
                    .bind("rows", SnapshotRepository.MOST_CHANGES)
                    .execute();
            return bumped;
        });

        TenantSnapshot after = reached(version);

        assertThat(after.definitions()).isNotSameAs(before.definitions());
        assertThat(twice(after)).isEqualTo(2);
    }

    @Test
    void readsOnceForAllWhoWait() throws Exception {
        int before = readings.count.get();
        var together = new CyclicBarrier(READERS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<TenantSnapshot>> waiting = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                waiting.add(threads.submit(() -> {
                    together.await();
                    return snapshots.current(tenant);
                }));
            }
            for (Future<TenantSnapshot> reader : waiting) {
                assertThat(twice(reader.get())).isEqualTo(2);
            }
        }

        // Who had heard of nothing yet when the first reading ended asks for one more.
        assertThat(readings.count.get() - before).isBetween(1, 2);
    }

    @Test
    void asksTheDatabaseForAVersionItHasNotHeardOf() {
        snapshots.current(tenant);
        long version = write(elsewhere, 2017, 4.0);

        assertThat(snapshots.current(tenant, OptionalLong.of(version)))
                .isInstanceOfSatisfying(
                        SnapshotResult.Reached.class,
                        reached -> assertThat(twice(reached.snapshot())).isEqualTo(8));
        assertThat(snapshots.current(tenant, OptionalLong.of(version + 1)))
                .isEqualTo(new SnapshotResult.Behind(version));
    }

    @Test
    void believesTheDatabaseMoreThanWhatItHeard() {
        long version = snapshots.current(tenant).version();
        tenancy.versions().heard(tenant, version + 1_000);

        assertThat(snapshots.current(tenant).version()).isEqualTo(version);

        int reads = readings.count.get();
        assertThat(snapshots.current(tenant).version()).isEqualTo(version);
        assertThat(readings.count.get()).isEqualTo(reads);
    }

    @Test
    void weighsWhatItKeeps() {
        TenantSnapshot small = snapshots.current(tenant);
        tenancy.database().inTransaction(tenant, tx -> {
            tx.createUpdate("""
                    INSERT INTO observation (kpi_id, scenario, period, value, version, batch)
                    SELECT id, 'plan', period, 1, 1, '00000000-0000-0000-0000-000000000001'
                    FROM kpi, generate_series(1, 10000) AS period
                    WHERE code = 'orders'
                    """).execute();
            return tx.bumpVersion();
        });

        long grown = snapshots.current(tenant).bytes() - small.bytes();

        assertThat(grown).isBetween(10_000L * 12, 10_000L * 12 + 1_000);
    }

    private TenantSnapshot reached(long version) {
        return switch (snapshots.current(tenant, OptionalLong.of(version))) {
            case SnapshotResult.Reached(TenantSnapshot snapshot) -> snapshot;
            case SnapshotResult.Behind(long behind) -> throw new AssertionError("only at " + behind);
        };
    }

    private void assertSameAsReadAnew(TenantSnapshot snapshot) {
        TenantSnapshot anew = fresh().current(tenant);
        assertThat(snapshot.version()).isEqualTo(anew.version());
        for (String year : List.of("2017", "2018")) {
            assertThat(twice(snapshot, year)).as(year).isEqualTo(twice(anew, year));
        }
    }

    private SnapshotFeature fresh() {
        return SnapshotFeature.create(
                tenancy.database(), tenancy.versions(), kpis, tx -> List.of(), CACHE_BYTES, CLOCK);
    }

    private static @Nullable Double twice(TenantSnapshot snapshot) {
        return twice(snapshot, "2017");
    }

    private static @Nullable Double twice(TenantSnapshot snapshot, String year) {
        var query = new TreeQuery(
                new KpiCode("twice"), List.of(), Period.parse(year).orElseThrow(), "actual", List.of(), List.of());
        return switch (snapshot.evaluation(CLOCK.instant()).tree(query)) {
            case TreeResult.Tree values -> values.nodes().getFirst().cell().value();
            case TreeResult.DimensionNotCarried missing -> throw new AssertionError(missing);
        };
    }

    private static String name(TenantSnapshot snapshot) {
        return Objects.requireNonNull(snapshot.definitions().kpis().get(new KpiCode("orders")))
                .declared()
                .name();
    }

    private static void rename(TenantTransaction tx) {
        tx.createUpdate("UPDATE kpi SET name = 'Renamed' WHERE code = 'orders'").execute();
    }

    private static Change change(double value) {
        return new Change(new KpiCode("orders"), "actual", Collections.emptySortedMap(), 2017, value);
    }

    private void define(String kpi) {
        tenancy.database().inTransaction(tenant, tx -> {
            DefinitionDraft draft = kpis.draft(tx);
            KpiDocument.read(Json.read(kpi.replace('\'', '"'), ObjectNode.class), "", new ArrayList<>())
                    .ifPresent(read -> draft.put(read, ""));
            return draft.write(null, version -> {});
        });
    }

    /** Null withdraws the value. */
    private long write(Tenancy instance, int year, @Nullable Double value) {
        return instance.database().inTransaction(tenant, tx -> {
            long version = tx.bumpVersionOfNumbers();
            tx.createUpdate("DELETE FROM observation WHERE period = :year")
                    .bind("year", year)
                    .execute();
            tx.createUpdate("""
                            INSERT INTO observation (kpi_id, scenario, period, value, version, batch)
                            SELECT id, 'actual', :year, :value, :version, '00000000-0000-0000-0000-000000000001'
                            FROM kpi
                            WHERE code = 'orders' AND CAST(:value AS double precision) IS NOT NULL
                            """)
                    .bind("year", year)
                    .bind("value", value)
                    .bind("version", version)
                    .execute();
            tx.createUpdate("""
                            INSERT INTO observation_history (kpi_id, scenario, period, value, batch, version)
                            SELECT id, 'actual', :year, :value, '00000000-0000-0000-0000-000000000001', :version
                            FROM kpi
                            WHERE code = 'orders'
                            """)
                    .bind("year", year)
                    .bind("value", value)
                    .bind("version", version)
                    .execute();
            return version;
        });
    }
}
