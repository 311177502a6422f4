package com.planitai.kpi.server.definition;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.Set;

/**
 * How a document is applied.
 *
 * @param dryRun say what would happen and write nothing
 * @param prune delete what a part of the document does not name; a part that is left out is left alone
 * @param confirmed KPIs that may be deleted with their observations
 */
public record ApplyOptions(boolean dryRun, boolean prune, Set<KpiCode> confirmed) {
    public ApplyOptions {
        confirmed = Set.copyOf(confirmed);
    }

    public static ApplyOptions upsert(boolean dryRun) {
        return new ApplyOptions(dryRun, false, Set.of());
    }
}
