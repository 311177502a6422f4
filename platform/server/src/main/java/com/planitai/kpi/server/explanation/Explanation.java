package com.planitai.kpi.server.explanation;

import com.planitai.kpi.engine.evaluation.Cell;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.kpi.KpiRecord;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a value comes from.
 *
 * @param nodes the explained value first, below it everything it rests on
 * @param truncated whether there is more below than the limits let through
 * @param sources one more than asked for where there is another page
 */
record Explanation(long tenantVersion, boolean partial, List<Node> nodes, boolean truncated, List<Source> sources) {
    /**
     * Values of one KPI.
     *
     * @param depth length of the longest way from the explained value
     * @param formulas those that hold somewhere in the periods; none for an input
     * @param cells one per period; none where the KPI has no values at this grain
     * @param omitted earlier periods that are read, too, and not shown
     */
    record Node(
            KpiRecord kpi,
            ResolvedKpi resolved,
            int depth,
            List<FormulaVersion> formulas,
            List<KpiCode> references,
            List<Period> periods,
            List<Cell> cells,
            int omitted) {}

    /**
     * A formula and the version of its KPI that brought it.
     *
     * @param effectiveFrom null when it holds from the beginning
     * @param saved null when no version is kept that has it
     */
    record FormulaVersion(
            String formula,
            @Nullable Period effectiveFrom,
            @Nullable Saved saved) {}

    /** @param by null when the system saved it */
    record Saved(long version, Instant at, @Nullable Person by) {}

    /** @param name null when the member is gone */
    record Person(UUID id, @Nullable String name) {}

    /**
     * The last word on one observed cell.
     *
     * @param value null when it was withdrawn
     * @param restated whether the value changed after its period was over
     * @param batchKind null when the batch is not kept
     * @param line of the imported file, from 1
     */
    record Source(
            CellKey key,
            Period period,
            SortedMap<String, String> members,
            @Nullable Double value,
            boolean restated,
            Instant recordedAt,
            @Nullable Person recordedBy,
            UUID batch,
            @Nullable String batchKind,
            @Nullable UUID importId,
            @Nullable String fileName,
            @Nullable Integer line) {}
}
