package com.planitai.kpi.tenancy;

import org.jspecify.annotations.Nullable;

/** What a directory transaction does. Returning commits, throwing rolls back. */
@FunctionalInterface
public interface DirectoryWork<T extends @Nullable Object> {
    T run(DirectoryTransaction transaction);
}
