package com.planitai.kpi.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class MigrationsIT {
    private static final MigrationSet NEXT =
            new MigrationSet(List.of("classpath:db/tenant", "classpath:db/tenant-next"), "1000");
    private static final int ENOUGH_TO_PREPARE = 12;

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private DatabaseSettings settings;

    @BeforeEach
    void freshDatabase() {
        settings = POSTGRES.freshDatabase();
    }

    @Test
    void tellsAnEmptyDatabaseFromACurrentOne() {
        try (Tenancy tenancy = open(MigrationSet.DIRECTORY, MigrationSet.TENANT)) {
            assertThat(tenancy.migrations().check())
                    .isEqualTo(new DatabaseState.Empty(MigrationSet.DIRECTORY.expected()));
            assertThat(tenancy.migrations().migrate())
                    .isEqualTo(new MigrationReport(MigrationSet.DIRECTORY.expected(), List.of(), List.of()));
            assertThat(tenancy.migrations().check())
                    .isEqualTo(new DatabaseState.Current(MigrationSet.DIRECTORY.expected(), 0));
            assertThat(tenancy.migrations().migrate().directoryVersion()).isEqualTo(MigrationSet.DIRECTORY.expected());
        }
    }

    @Test
    void takesADatabaseThatAnotherInstanceHasJustBegunWithForEmpty() {
        try (Tenancy tenancy = open(MigrationSet.DIRECTORY, MigrationSet.TENANT)) {
            tenancy.migrations().migrate();
            PostgresExtension.execute(
                    settings, "DELETE FROM directory.flyway_schema_history WHERE version IS NOT NULL");

            assertThat(tenancy.migrations().check())
                    .isEqualTo(new DatabaseState.Empty(MigrationSet.DIRECTORY.expected()));
        }
    }

    @Test
    void tellsWhichOfProgramAndDatabaseIsNewer() {
        try (Tenancy tenancy = open(MigrationSet.DIRECTORY, MigrationSet.TENANT)) {
            tenancy.migrations().migrate();
        }
        var directory = MigrationSet.DIRECTORY.locations();
        try (Tenancy tenancy = open(new MigrationSet(directory, "1000"), MigrationSet.TENANT)) {
            assertThat(tenancy.migrations().check())
                    .isEqualTo(new DatabaseState.Behind(MigrationSet.DIRECTORY.expected(), "1000"));
        }
        try (Tenancy tenancy = open(new MigrationSet(directory, "0"), MigrationSet.TENANT)) {
            assertThat(tenancy.migrations().check())
                    .isEqualTo(new DatabaseState.Ahead(MigrationSet.DIRECTORY.expected(), "0"));
        }
    }

    @Test
    void migratesLaggingTenantsOnlyAndReportsTheOneThatFails() {
        provisionWithFirstRelease("lagging-1", "lagging-2", "broken");
        try (Tenancy tenancy = open(MigrationSet.DIRECTORY, NEXT)) {
            Tenant current = PostgresExtension.newTenant(tenancy, "current");
            Tenant broken = tenancy.directory().find(new TenantSlug("broken")).orElseThrow();
            String obstacle = broken.schema() + ".note";
            PostgresExtension.execute(settings, "CREATE TABLE " + obstacle + " (id int)");
            assertThat(current.schemaVersion()).isEqualTo("1000");
            assertThat(tenancy.migrations().check())
                    .isEqualTo(new DatabaseState.Current(MigrationSet.DIRECTORY.expected(), 3));

            MigrationReport report = tenancy.migrations().migrate();

            assertThat(report.migrated())
                    .containsExactlyInAnyOrder(new TenantSlug("lagging-1"), new TenantSlug("lagging-2"));
            assertThat(report.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.tenant()).isEqualTo(new TenantSlug("broken"));
                assertThat(failure.message()).contains("already exists");
            });
            PostgresExtension.execute(settings, "DROP TABLE " + obstacle);
            assertThat(tenancy.migrations().migrate().migrated()).containsExactly(new TenantSlug("broken"));
            assertThat(tenancy.migrations().check())
                    .isEqualTo(new DatabaseState.Current(MigrationSet.DIRECTORY.expected(), 0));
        }
    }

    @Test
    void logsTheTenantThatFailedForAlarms() {
        provisionWithFirstRelease("broken");
        var logger = (Logger) LoggerFactory.getLogger(SchemaMigrator.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logger.setLevel(Level.ERROR);
        logger.setAdditive(false);
        logger.addAppender(lines);
        try (Tenancy tenancy = open(MigrationSet.DIRECTORY, NEXT)) {
            Tenant broken = tenancy.directory().find(new TenantSlug("broken")).orElseThrow();
            PostgresExtension.execute(settings, "CREATE TABLE " + broken.schema() + ".note (id int)");

            tenancy.migrations().migrate();

            assertThat(lines.list)
                    .singleElement()
                    .satisfies(line -> assertThat(line.getKeyValuePairs())
                            .extracting(pair -> pair.key + "=" + pair.value)
                            .containsExactly("event=migration-failed", "tenant=" + broken.id()));
        } finally {
            logger.detachAppender(lines);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
    }

    @Test
    void migratesALaggingTenantBeforeItsFirstTransaction() {
        provisionWithFirstRelease("lagging");
        try (Tenancy tenancy = open(MigrationSet.DIRECTORY, NEXT)) {
            Tenant tenant = tenancy.directory().find(new TenantSlug("lagging")).orElseThrow();
            assertThat(tenant.schemaVersion()).isEqualTo(MigrationSet.TENANT.expected());

            int notes = tenancy.database()
                    .reading(
                            tenant.id(),
                            transaction -> transaction
                                    .createQuery("SELECT count(*) FROM note")
                                    .mapTo(Integer.class)
                                    .one());

            assertThat(notes).isZero();
            assertThat(tenancy.directory().find(tenant.id()).orElseThrow().schemaVersion())
                    .isEqualTo("1000");
        }
    }

    @Test
    void servesHalfMigratedTenantsOverTheSameConnections() {
        provisionWithFirstRelease("old", "new");
        try (Tenancy firstRelease = open(MigrationSet.DIRECTORY, MigrationSet.TENANT);
                Tenancy secondRelease = open(MigrationSet.DIRECTORY, NEXT)) {
            Tenant old = firstRelease.directory().find(new TenantSlug("old")).orElseThrow();
            Tenant migrated =
                    firstRelease.directory().find(new TenantSlug("new")).orElseThrow();
            for (int round = 0; round < ENOUGH_TO_PREPARE; round++) {
                assertThat(members(firstRelease, old)).isEqualTo(members(firstRelease, migrated));
            }
            members(secondRelease, migrated);
            for (int round = 0; round < ENOUGH_TO_PREPARE; round++) {
                assertThat(members(firstRelease, old)).isEqualTo(members(firstRelease, migrated));
            }
        }
    }

    /** Reads {@code *} on purpose: the columns of the two tenants differ after the migration. */
    private static int members(Tenancy tenancy, Tenant tenant) {
        return tenancy.database()
                .inTransaction(
                        tenant.id(),
                        transaction -> transaction
                                .createQuery("SELECT * FROM member WHERE email <> :email")
                                .bind("email", "nobody@example.com")
                                .mapToMap()
                                .list()
                                .size());
    }

    private void provisionWithFirstRelease(String... slugs) {
        try (Tenancy tenancy = open(MigrationSet.DIRECTORY, MigrationSet.TENANT)) {
            tenancy.migrations().migrate();
            for (String slug : slugs) {
                PostgresExtension.newTenant(tenancy, slug);
            }
        }
    }

    private Tenancy open(MigrationSet directory, MigrationSet tenant) {
        return Tenancy.open(
                settings,
                PostgresExtension.masterKey(),
                TenancyLimits.DEFAULT,
                Clock.systemUTC(),
                UUID::randomUUID,
                DatabaseObserver.NONE,
                directory,
                tenant);
    }
}
