package com.planitai.kpi.tenancy;

import org.jspecify.annotations.Nullable;

/** What a tenant transaction does. Returning commits, throwing rolls back. */
@FunctionalInterface
public interface TransactionWork<T extends @Nullable Object> {
    T run(TenantTransaction transaction);
}
