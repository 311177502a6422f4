package com.planitai.kpi.tenancy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The door: opens the pools towards one database and hands out everything that works on it. */
public final class Tenancy implements AutoCloseable {
    private static final int REACHABLE_WITHIN_SECONDS = 1;
    private static final String NOW = "SELECT clock_timestamp()";

    private final HikariDataSource requests;
    private final HikariDataSource scheduler;
    private final HikariDataSource provision;
    private final TenantWatch watch;
    private final TenantDirectory directory;
    private final TenantVersions versions;
    private final TenantDatabase database;
    private final DirectoryDatabase directoryDatabase;
    private final Migrations migrations;
    private final Provisioning provisioning;
    private final TenantLifecycle lifecycle;

    /**
     * Makes sure that the platform's roles are there and opens the pools; does not migrate.
     *
     * @param settings the database and, where roles must be made, somebody who may; used for nothing else
     * @param masterKey 32 bytes or more, the same for all instances; the passwords of the platform's roles come from it
     * @param tenantIds where ids of new tenants come from; must not repeat
     * @throws DatabaseNotPreparedException when something is missing that this user cannot make
     * @throws DatabaseUnavailableException when the database does not answer
     */
    public static Tenancy open(
            DatabaseSettings settings, byte[] masterKey, TenancyLimits limits, Clock clock, Supplier<UUID> tenantIds) {
        return open(settings, masterKey, limits, clock, tenantIds, DatabaseObserver.NONE);
    }

    /**
     * As above, and tells the observer of the pools and of every transaction.
     *
     * @throws DatabaseNotPreparedException when something is missing that this user cannot make
     * @throws DatabaseUnavailableException when the database does not answer
     */
    public static Tenancy open(
            DatabaseSettings settings,
            byte[] masterKey,
            TenancyLimits limits,
            Clock clock,
            Supplier<UUID> tenantIds,
            DatabaseObserver observer) {
        return open(
                settings, masterKey, limits, clock, tenantIds, observer, MigrationSet.DIRECTORY, MigrationSet.TENANT);
    }

    static Tenancy open(
            DatabaseSettings settings,
            byte[] masterKey,
            TenancyLimits limits,
            Clock clock,
            Supplier<UUID> tenantIds,
            DatabaseObserver observer,
            MigrationSet directorySet,
            MigrationSet tenantSet) {
        var passwords = new RolePasswords(masterKey);
        new PlatformRoles(settings, passwords).ensure();
        var pools = new Pools(settings, passwords, limits, observer);
        return new Tenancy(settings, pools, limits, clock, tenantIds, observer, directorySet, tenantSet);
    }

    private Tenancy(
            DatabaseSettings settings,
            Pools pools,
            TenancyLimits limits,
            Clock clock,
            Supplier<UUID> tenantIds,
            DatabaseObserver observer,
            MigrationSet directorySet,
            MigrationSet tenantSet) {
        requests = pools.requests();
        scheduler = pools.scheduler();
        provision = pools.provision();
        var known = new KnownVersions();
        var app = new Transactions(jdbi(requests), observer, known);
        var owner = new Transactions(jdbi(provision), observer, known);
        var migrator = new SchemaMigrator(provision, owner, directorySet, tenantSet, limits.migrationWorkers());
        // Not through the pool of requests, so that knowing what is fresh never queues behind them.
        watch = new TenantWatch(new Transactions(jdbi(scheduler), observer, known), known, clock);
        directory = new TenantDirectory(app, watch);
        database = new TenantDatabase(directory, migrator, app);
        versions = new TenantVersions(watch, known, database);
        directoryDatabase = new DirectoryDatabase(app);
        migrations = new Migrations(migrator, owner);
        var schemas = new TenantSchemas(explicitMembership(settings));
        provisioning = new Provisioning(owner, app, migrator, schemas, tenantIds, limits.provisioningTakeover());
        lifecycle = new TenantLifecycle(owner, app, directory);
    }

    /**
     * What {@link #open} would have to make first, one sentence each. Looks without changing anything.
     *
     * @throws DatabaseUnavailableException when the database does not answer
     */
    public static List<String> missing(DatabaseSettings settings, byte[] masterKey) {
        return new PlatformRoles(settings, new RolePasswords(masterKey)).missing();
    }

    public TenantDirectory directory() {
        return directory;
    }

    public TenantDatabase database() {
        return database;
    }

    public TenantVersions versions() {
        return versions;
    }

    /** From now on a thread looks for what others have changed, so that requests need not; for a migrated directory. */
    public void startWatching() {
        watch.start();
    }

    public DirectoryDatabase directoryDatabase() {
        return directoryDatabase;
    }

    public Migrations migrations() {
        return migrations;
    }

    public Provisioning provisioning() {
        return provisioning;
    }

    public TenantLifecycle lifecycle() {
        return lifecycle;
    }

    /** For the background scheduler and its table {@code directory.scheduled_tasks} only: as kpi_app, no tenant. */
    public DataSource schedulerDataSource() {
        return scheduler;
    }

    /** Whether the database answers now; for readiness. */
    public boolean isReachable() {
        try (Connection connection = requests.getConnection()) {
            return connection.isValid(REACHABLE_WITHIN_SECONDS);
        } catch (SQLException unreachable) {
            return false;
        }
    }

    /** What time it is for the database. */
    public Instant databaseTime() {
        return directoryDatabase.inTransaction(transaction ->
                transaction.createQuery(NOW).mapTo(OffsetDateTime.class).one().toInstant());
    }

    HikariDataSource requestDataSource() {
        return requests;
    }

    /** Closes all connections; running transactions fail. */
    @Override
    public void close() {
        watch.close();
        requests.close();
        scheduler.close();
        provision.close();
    }

    private boolean explicitMembership(DatabaseSettings settings) {
        try (Connection connection = provision.getConnection()) {
            return PlatformRoles.explicitMembership(connection);
        } catch (SQLException failure) {
            close();
            throw new DatabaseUnavailableException(settings, failure);
        }
    }

    static Jdbi jdbi(DataSource source) {
        Jdbi jdbi = Jdbi.create(source).installPlugin(new PostgresPlugin()).setTemplateEngine(TemplateEngine.NOP);
        // Parameters may be secrets or a tenant's numbers, and exceptions are logged.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }
}
