package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.unit.Unit;
import java.util.List;

/** The answer to a {@link SeriesQuery}. */
public sealed interface SeriesResult {
    /**
     * The cells.
     *
     * @param partial those of the periods that have begun and are not over
     * @param lines one without members when nothing is grouped by; else one per combination, by member order, no total
     * @param warnings every warning of the cells, and those of the whole series, once each
     */
    record Series(
            KpiCode kpi,
            Unit unit,
            List<Period> periods,
            List<Period> partial,
            List<SeriesLine> lines,
            List<Warning> warnings)
            implements SeriesResult {
        public Series {
            periods = List.copyOf(periods);
            partial = List.copyOf(partial);
            lines = List.copyOf(lines);
            warnings = List.copyOf(warnings);
        }
    }

    /** The KPI has values only at {@code grain} and coarser. */
    record FinerThanGrain(Grain grain) implements SeriesResult {}

    /** The query groups by or filters on a dimension that the KPI does not carry. */
    record DimensionNotCarried(String dimension) implements SeriesResult {}
}
