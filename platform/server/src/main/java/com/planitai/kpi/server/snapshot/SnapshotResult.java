package com.planitai.kpi.server.snapshot;

/** The answer to asking for a snapshot of at least some version. */
public sealed interface SnapshotResult {
    record Reached(TenantSnapshot snapshot) implements SnapshotResult {}

    /** The tenant is only at this version yet. */
    record Behind(long version) implements SnapshotResult {}
}
