package com.planitai.kpi.tenancy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The way into a tenant's data. Thread-safe. Serialization failures reach the caller, who knows what to repeat. */
public final class TenantDatabase {
    private final TenantDirectory directory;
    private final SchemaMigrator migrator;
    private final Transactions transactions;
    private final Map<TenantId, ReentrantLock> migrating = new ConcurrentHashMap<>();

    TenantDatabase(TenantDirectory directory, SchemaMigrator migrator, Transactions transactions) {
        this.directory = directory;
        this.migrator = migrator;
        this.transactions = transactions;
    }

    /**
     * Runs the work in a READ COMMITTED transaction as the tenant.
     *
     * @throws TenantUnavailableException when there is no such tenant or it may not be used now
     */
    public <T extends @Nullable Object> T inTransaction(TenantId tenant, TransactionWork<T> work) {
        return transactions.asTenant(usable(tenant), Transactions.Access.WRITING, work);
    }

    /**
     * Runs the work in a REPEATABLE READ READ ONLY transaction as the tenant: everything it reads is of one moment.
     *
     * @throws TenantUnavailableException when there is no such tenant or it may not be used now
     */
    public <T extends @Nullable Object> T reading(TenantId tenant, TransactionWork<T> work) {
        return transactions.asTenant(usable(tenant), Transactions.Access.READING, work);
    }

    private Tenant usable(TenantId id) {
        Tenant tenant = known(id);
        return migrator.lags(tenant) ? migrated(id) : tenant;
    }

    private Tenant known(TenantId id) {
        return directory
                .find(id)
                .filter(tenant -> tenant.shard().equals(Provisioning.HOME_SHARD))
                .orElseThrow(() -> new TenantUnavailableException(id));
    }

    /** Migrates once for all who wait for it. */
    private Tenant migrated(TenantId id) {
        ReentrantLock turn = migrating.computeIfAbsent(id, first -> new ReentrantLock());
        turn.lock();
        try {
            Tenant tenant = known(id);
            if (migrator.lags(tenant)) {
                migrator.migrate(tenant);
                directory.forget();
            }
            return tenant;
        } finally {
            migrating.remove(id, turn);
            turn.unlock();
        }
    }
}
