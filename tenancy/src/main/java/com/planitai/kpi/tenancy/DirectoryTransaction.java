package com.planitai.kpi.tenancy;

import org.jdbi.v3.core.Handle;

/** A transaction in the directory schema; reaches no tenant's data. */
public final class DirectoryTransaction extends SqlTransaction {
    DirectoryTransaction(Handle handle) {
        super(handle);
    }
}
