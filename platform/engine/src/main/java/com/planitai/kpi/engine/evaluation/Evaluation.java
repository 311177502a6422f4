package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.time.FiscalCalendar;
import java.time.Instant;
import java.util.Objects;

/** Answers questions about one state of definitions and observations at one instant. Immutable and thread-safe. */
public final class Evaluation {
    private final KpiGraph graph;
    private final ObservationTable observations;
    private final FiscalCalendar calendar;
    private final Instant now;

    public Evaluation(KpiGraph graph, ObservationTable observations, FiscalCalendar calendar, Instant now) {
        this.graph = Objects.requireNonNull(graph, "graph");
        this.observations = Objects.requireNonNull(observations, "observations");
        this.calendar = Objects.requireNonNull(calendar, "calendar");
        this.now = Objects.requireNonNull(now, "now");
    }

    /**
     * One KPI over a range of periods.
     *
     * @throws IllegalArgumentException when the graph does not contain the KPI
     */
    public SeriesResult series(SeriesQuery query) {
        var grain = graph.definition(query.kpi()).grain();
        if (query.from().grain().isFinerThan(grain)) {
            return new SeriesResult.FinerThanGrain(grain);
        }
        throw new UnsupportedOperationException("series at " + calendar.current(grain, now));
    }

    /**
     * A root KPI and all its drivers in one period.
     *
     * @throws IllegalArgumentException when the graph does not contain the root or an influence's end
     */
    public TreeResult tree(TreeQuery query) {
        if (graph.contains(query.root())) {
            throw new UnsupportedOperationException("tree with "
                    + observations.columns(query.root(), query.scenario()).size());
        }
        throw new IllegalArgumentException("expected a KPI of the graph, got " + query.root());
    }
}
