package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.time.FiscalCalendar;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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
        var kpi = graph.resolved(query.kpi());
        var filtered = query.where().stream().map(MemberFilter::dimension);
        var notCarried = notCarried(kpi.dimensions(), Stream.concat(query.groupBy().stream(), filtered));
        if (notCarried.isPresent()) {
            return new SeriesResult.DimensionNotCarried(notCarried.get());
        }
        if (query.from().grain().isFinerThan(kpi.definition().grain())) {
            return new SeriesResult.FinerThanGrain(kpi.definition().grain());
        }
        return new SeriesReader(query, kpi, run(query.scenario(), query.where()), calendar, now).read();
    }

    /**
     * A root KPI and all its drivers in one period.
     *
     * @throws IllegalArgumentException when the graph does not contain the root or an influence's end
     */
    public TreeResult tree(TreeQuery query) {
        var root = graph.resolved(query.root());
        var notCarried = notCarried(root.dimensions(), query.where().stream().map(MemberFilter::dimension));
        if (notCarried.isPresent()) {
            return new TreeResult.DimensionNotCarried(notCarried.get());
        }
        return new TreeReader(graph, query, calendar.isPartial(query.period(), now), this::run).read();
    }

    private QueryRun run(String scenario, Collection<MemberFilter> where) {
        var causes = new MissingCauses();
        var selection = new Selection(where);
        var inputs = new InputReader(observations, scenario, selection, calendar, now, causes);
        return new QueryRun(graph, calendar, inputs, scenario, causes);
    }

    private static Optional<String> notCarried(List<String> carried, Stream<String> asked) {
        var known = new HashSet<>(carried);
        return asked.filter(dimension -> !known.contains(dimension)).findFirst();
    }
}
