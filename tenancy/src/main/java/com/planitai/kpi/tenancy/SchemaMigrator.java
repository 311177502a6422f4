package com.planitai.kpi.tenancy;

import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/** Brings single schemas to the expected version and records it. Safe to run for one schema from several instances. */
final class SchemaMigrator {
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

    /** Answers the version of the tenant's schema afterwards. */
    String migrate(Tenant tenant) {
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
                    .load()
                    .migrate();
            String version = result.targetSchemaVersion;
            return version != null ? version : result.initialSchemaVersion;
        } finally {
            workers.release();
        }
    }
}
