package com.planitai.kpi.tenancy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.PoolStats;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.AutoSave;

/** Connection pools and single connections with the settings that hold everywhere. */
final class Pools {
    /** A backend keeps what it learnt of each tenant it served (some 0.16 MB), so it must not grow old. */
    static final Duration CONNECTION_LIFETIME_LIMIT = Duration.ofMinutes(10);

    private static final Duration KEEPALIVE = Duration.ofMinutes(2);
    private static final Duration IDLE_LIMIT = Duration.ofMinutes(5);
    private static final Duration PROVISION_IDLE_LIMIT = Duration.ofMinutes(1);
    private static final int CONNECT_TIMEOUT_SECONDS = 10;
    private static final int IDLE_CONNECTIONS = 2;

    /** Flyway holds one connection for its history and lock and one for the migrations. */
    static final int CONNECTIONS_PER_MIGRATION = 2;

    private static final int CONNECTIONS_BESIDE_MIGRATIONS = 2;

    private final DatabaseSettings database;
    private final RolePasswords passwords;
    private final TenancyLimits limits;
    private final DatabaseObserver observer;

    Pools(DatabaseSettings database, RolePasswords passwords, TenancyLimits limits, DatabaseObserver observer) {
        this.database = database;
        this.passwords = passwords;
        this.limits = limits;
        this.observer = observer;
    }

    /** Transactions as kpi_app; without a prologue it sees nothing but the catalog. */
    HikariDataSource requests() {
        HikariConfig config = config("requests", PlatformRoles.APP, limits.requestConnections());
        config.setConnectionInitSql(sessionLimits());
        return new HikariDataSource(config);
    }

    /** The background scheduler, as kpi_app. */
    HikariDataSource scheduler() {
        HikariConfig config = config("scheduler", PlatformRoles.APP, limits.schedulerConnections());
        config.setConnectionInitSql(sessionLimits());
        return new HikariDataSource(config);
    }

    /**
     * Migrations and provisioning. Logs in as kpi_provision and acts as kpi_owner, so that whatever is created belongs
     * to kpi_owner; to make a role, a transaction goes back to kpi_provision for its length.
     */
    HikariDataSource provision() {
        int connections = limits.migrationWorkers() * CONNECTIONS_PER_MIGRATION + CONNECTIONS_BESIDE_MIGRATIONS;
        HikariConfig config = config("provision", PlatformRoles.PROVISION, connections);
        config.setMinimumIdle(0);
        config.setIdleTimeout(PROVISION_IDLE_LIMIT.toMillis());
        config.setConnectionInitSql("SET ROLE " + PlatformRoles.OWNER);
        return new HikariDataSource(config);
    }

    static PGSimpleDataSource single(DatabaseSettings database) {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {database.host()});
        source.setPortNumbers(new int[] {database.port()});
        source.setDatabaseName(database.database());
        source.setUser(database.user());
        source.setPassword(database.password());
        source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        source.setApplicationName("planitai-kpi set-up");
        database.parameters().forEach((name, value) -> setParameter(source, name, value));
        return source;
    }

    private static void setParameter(PGSimpleDataSource source, String name, String value) {
        try {
            source.setProperty(DatabaseSettings.PARAMETERS.get(name), value);
        } catch (SQLException refused) {
            throw new IllegalArgumentException("database parameter " + name + ": " + refused.getMessage(), refused);
        }
    }

    private HikariConfig config(String name, String role, int connections) {
        PGSimpleDataSource source = single(database.withUser(role, passwords.of(role)));
        source.setApplicationName("planitai-kpi " + name);
        source.setCurrentSchema("pg_catalog");
        // Tenants differ in their schema during a rollout: a cached plan that no longer fits is prepared anew.
        source.setAutosave(AutoSave.CONSERVATIVE);
        // The server quotes rows in the detail of an error; they may be secrets or numbers of a tenant.
        source.setLogServerErrorDetail(false);
        var config = new HikariConfig();
        config.setPoolName("planitai-kpi-" + name);
        config.setDataSource(source);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(limits.connectionWait().toMillis());
        if (connections > IDLE_CONNECTIONS) {
            config.setMinimumIdle(IDLE_CONNECTIONS);
            config.setIdleTimeout(IDLE_LIMIT.toMillis());
        }
        config.setMaxLifetime(CONNECTION_LIFETIME_LIMIT.toMillis());
        config.setKeepaliveTime(KEEPALIVE.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setMetricsTrackerFactory((pool, stats) -> watch(name, connections, stats));
        return config;
    }

    private IMetricsTracker watch(String name, int connections, PoolStats stats) {
        observer.opened(new PoolFigures(
                name, stats::getActiveConnections, stats::getIdleConnections, stats::getPendingThreads, connections));
        return new IMetricsTracker() {
            @Override
            public void recordConnectionAcquiredNanos(long nanos) {
                observer.waited(name, Duration.ofNanos(nanos));
            }

            @Override
            public void recordConnectionTimeout() {
                observer.waited(name, limits.connectionWait());
            }
        };
    }

    private String sessionLimits() {
        return "SET statement_timeout = " + limits.statementTimeout().toMillis()
                + "; SET idle_in_transaction_session_timeout = "
                + limits.idleInTransaction().toMillis();
    }
}
