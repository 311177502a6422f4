package com.planitai.kpi.tenancy;

import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings single schemas to the expected version and records it. Safe to run for one schema from several instances. */
final class SchemaMigrator {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaMigrator.class);
    /** What alarms look for in the log. */
    private static final String FAILED_EVENT = "migration-failed";

    static final String DIRECTORY_SCHEMA = "directory";

    private static final String RECORD = """
            UPDATE tenant
            SET schema_version = :version
            WHERE id = :id
            """;

    private final DataSource provision;
    private final Transactions owner;
    private final MigrationSet directorySet;
    private final MigrationSet tenantSet;
    private final Semaphore workers;

    SchemaMigrator(
            DataSource provision, Transactions owner, MigrationSet directorySet, MigrationSet tenantSet, int workers) {
        this.provision = provision;
        this.owner = owner;
        this.directorySet = directorySet;
        this.tenantSet = tenantSet;
        this.workers = new Semaphore(workers);
    }

    MigrationSet directorySet() {
        return directorySet;
    }

    boolean lags(Tenant tenant) {
        return tenantSet.compare(tenant.schemaVersion()) < 0;
    }

    /** Answers the version of the directory schema afterwards. */
    String migrateDirectory() {
        return migrate(directorySet, DIRECTORY_SCHEMA, true, Map.of("app_role", PlatformRoles.APP));
    }

    /** Answers the version of the tenant's schema afterwards; a failure is thrown and logged with the tenant. */
    String migrate(Tenant tenant) {
        try {
            return migrateAndRecord(tenant);
        } catch (RuntimeException failure) {
            LOG.atError()
                    .addKeyValue("event", FAILED_EVENT)
                    .addKeyValue("tenant", tenant.id())
                    .log("migrating tenant {} failed: {}", tenant.slug(), failure.getMessage());
            throw failure;
        }
    }

    private String migrateAndRecord(Tenant tenant) {
        String version = migrate(tenantSet, tenant.schema(), false, Map.of("tenant_role", tenant.role()));
        owner.inDirectory(
                PlatformRoles.OWNER,
                transaction -> transaction
                        .createUpdate(RECORD)
                        .bind("version", version)
                        .bind("id", tenant.id().value())
                        .execute());
        return version;
    }

    private String migrate(MigrationSet set, String schema, boolean create, Map<String, String> placeholders) {
        workers.acquireUninterruptibly();
        try {
            MigrateResult result = Flyway.configure(SchemaMigrator.class.getClassLoader())
                    .dataSource(provision)
                    .locations(set.locations().toArray(String[]::new))
                    .failOnMissingLocations(true)
                    .schemas(schema)
                    .defaultSchema(schema)
                    .createSchemas(create)
                    .placeholders(placeholders)
                    // In one transaction, so that nobody takes a schema that is just being made for one that is behind.
                    .group(true)
                    .load()
                    .migrate();
            String version = result.targetSchemaVersion;
            return version != null ? version : result.initialSchemaVersion;
        } finally {
            workers.release();
        }
    }
}
