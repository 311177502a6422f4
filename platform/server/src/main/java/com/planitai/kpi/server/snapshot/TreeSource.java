package com.planitai.kpi.server.snapshot;

import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.List;

/** Where a snapshot gets the trees of its tenant; the feature that keeps them gives it. */
@FunctionalInterface
public interface TreeSource {
    List<SnapshotTree> all(TenantTransaction transaction);
}
