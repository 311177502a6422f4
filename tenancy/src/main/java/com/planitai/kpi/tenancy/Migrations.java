package com.planitai.kpi.tenancy;

import com.planitai.kpi.tenancy.MigrationReport.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * Brings the directory and then all tenants to what this program expects. May be stopped at any time and run again, also
 * by several instances at once: each tenant's version is recorded as it is reached, and only lagging ones are touched.
 */
public final class Migrations {
    private static final String DIRECTORY_EXISTS = """
            SELECT to_regclass('directory.flyway_schema_history') IS NOT NULL
            """;
    private static final String DIRECTORY_VERSION = """
            SELECT coalesce(max(version::int), 0)::text
            FROM flyway_schema_history
            WHERE success AND version IS NOT NULL
            """;
    /** A history without a version: another instance has begun with the first migration and not committed it. */
    private static final String NO_VERSION = "0";

    private static final String TENANTS = """
            SELECT id, slug, name, state, plan, shard, schema_name, role_name, schema_version, revocation_epoch
            FROM tenant
            WHERE state <> 'PROVISIONING'
            ORDER BY slug
            """;

    private final SchemaMigrator migrator;
    private final Transactions owner;

    Migrations(SchemaMigrator migrator, Transactions owner) {
        this.migrator = migrator;
        this.owner = owner;
    }

    /** The directory first; a tenant that fails is reported and does not stop the others. */
    public MigrationReport migrate() {
        String directoryVersion = migrator.migrateDirectory();
        var migrated = new ConcurrentLinkedQueue<TenantSlug>();
        var failures = new ConcurrentLinkedQueue<Failure>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Tenant tenant : lagging()) {
                executor.execute(() -> migrate(tenant, migrated, failures));
            }
        }
        return new MigrationReport(directoryVersion, new ArrayList<>(migrated), new ArrayList<>(failures));
    }

    /** What a server must know before it serves. */
    public DatabaseState check() {
        MigrationSet set = migrator.directorySet();
        boolean exists = owner.inDirectory(
                PlatformRoles.OWNER,
                transaction -> transaction
                        .createQuery(DIRECTORY_EXISTS)
                        .mapTo(Boolean.class)
                        .one());
        if (!exists) {
            return new DatabaseState.Empty(set.expected());
        }
        String found = owner.inDirectory(
                PlatformRoles.OWNER,
                transaction -> transaction
                        .createQuery(DIRECTORY_VERSION)
                        .mapTo(String.class)
                        .one());
        if (found.equals(NO_VERSION)) {
            return new DatabaseState.Empty(set.expected());
        }
        int comparison = set.compare(found);
        if (comparison < 0) {
            return new DatabaseState.Behind(found, set.expected());
        }
        return comparison > 0
                ? new DatabaseState.Ahead(found, set.expected())
                : new DatabaseState.Current(found, lagging().size());
    }

    private void migrate(
            Tenant tenant, ConcurrentLinkedQueue<TenantSlug> migrated, ConcurrentLinkedQueue<Failure> failures) {
        try {
            migrator.migrate(tenant);
            migrated.add(tenant.slug());
        } catch (RuntimeException failure) {
            failures.add(new Failure(tenant.slug(), String.valueOf(failure.getMessage())));
        }
    }

    private List<Tenant> lagging() {
        return owner
                .inDirectory(
                        PlatformRoles.OWNER,
                        transaction -> transaction
                                .createQuery(TENANTS)
                                .map(new TenantRows())
                                .list())
                .stream()
                .filter(migrator::lags)
                .toList();
    }
}
