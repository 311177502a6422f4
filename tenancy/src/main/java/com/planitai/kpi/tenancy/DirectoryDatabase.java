package com.planitai.kpi.tenancy;

import org.jspecify.annotations.Nullable;

/** The way into the directory schema, as kpi_app: operators, signing keys, scheduled tasks. Thread-safe. */
public final class DirectoryDatabase {
    private final Transactions transactions;

    DirectoryDatabase(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Runs the work in a READ COMMITTED transaction with the search path {@code directory}. */
    public <T extends @Nullable Object> T inTransaction(DirectoryWork<T> work) {
        return transactions.inDirectory(work);
    }
}
