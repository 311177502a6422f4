package com.planitai.kpi.tenancy;

import org.jspecify.annotations.Nullable;

/** The way into a tenant's data. Thread-safe. Serialization failures reach the caller, who knows what to repeat. */
public final class TenantDatabase {
    private final TenantDirectory directory;
    private final SchemaMigrator migrator;
    private final Transactions transactions;

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
        Tenant tenant = directory.find(id).orElseThrow(() -> new TenantUnavailableException(id));
        if (!tenant.shard().equals(Provisioning.HOME_SHARD)) {
            throw new TenantUnavailableException(id);
        }
        if (migrator.lags(tenant)) {
            migrator.migrate(tenant);
            directory.forget();
        }
        return tenant;
    }
}
