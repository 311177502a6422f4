package com.planitai.kpi.server.snapshot;

import com.planitai.kpi.engine.evaluation.Influence;
import com.planitai.kpi.engine.model.KpiCode;
import java.util.List;

/** A tree as far as numbers depend on it: without its layout. */
public record SnapshotTree(String slug, String name, KpiCode root, List<Influence> influences) {
    public SnapshotTree {
        influences = List.copyOf(influences);
    }
}
