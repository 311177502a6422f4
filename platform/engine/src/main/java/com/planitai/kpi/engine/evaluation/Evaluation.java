package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.attribution.TwoPointTree;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiDefinition;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers questions about one state of definitions and observations at one instant. Immutable and thread-safe. */
public final class Evaluation {
    private final CompiledGraph compiled;
    private final ObservationTable observations;
    private final Instant now;
    private final Overrides overrides;

    Evaluation(CompiledGraph compiled, ObservationTable observations, Instant now, Overrides overrides) {
        this.compiled = compiled;
        this.overrides = Objects.requireNonNull(overrides, "overrides");
        this.observations = Objects.requireNonNull(observations, "observations");
        this.now = Objects.requireNonNull(now, "now");
    }

    public KpiGraph graph() {
        return compiled.graph();
    }

    public FiscalCalendar calendar() {
        return compiled.calendar();
    }

    /** Whether the period has begun and is not over. */
    public boolean isPartial(Period period) {
        return calendar().isPartial(period, now);
    }

    /** The share of a period that has passed, by the days that the KPI counts. */
    double elapsedShare(Period period, KpiDefinition kpi) {
        return calendar().elapsedShare(period, kpi.proration(), now);
    }

    /**
     * One KPI over a range of periods.
     *
     * @throws IllegalArgumentException when the graph does not contain the KPI
     */
    public SeriesResult series(SeriesQuery query) {
        var kpi = graph().resolved(query.kpi());
        var filtered = query.where().stream().map(MemberFilter::dimension);
        var notCarried = notCarried(kpi.dimensions(), Stream.concat(query.groupBy().stream(), filtered));
        if (notCarried.isPresent()) {
            return new SeriesResult.DimensionNotCarried(notCarried.get());
        }
        if (query.from().grain().isFinerThan(kpi.definition().grain())) {
            return new SeriesResult.FinerThanGrain(kpi.definition().grain());
        }
        var grouping = query.groupBy().stream().sorted().toList();
        var run = run(List.of(query.kpi()), query.from().grain(), grouping, query.scenario(), query.where())
                .run(query.from().ordinal(), query.to().ordinal());
        return new SeriesReader(query, kpi, run, compiled, now).read();
    }

    /**
     * A root KPI and all its drivers in one period.
     *
     * @throws IllegalArgumentException when the graph does not contain the root or an influence's end
     */
    public TreeResult tree(TreeQuery query) {
        var root = graph().resolved(query.root());
        var notCarried = notCarried(root.dimensions(), query.where().stream().map(MemberFilter::dimension));
        if (notCarried.isPresent()) {
            return new TreeResult.DimensionNotCarried(notCarried.get());
        }
        return new TreeReader(this, compiled.shape(query.root(), query.influences()), query).read();
    }

    /**
     * The bare numbers of KPIs, in the order of the query. A KPI of coarser grain than asked for, or that lacks a dimension
     * filtered on, has none.
     *
     * @throws IllegalArgumentException when the graph does not contain one of them
     */
    public List<Column> columns(ColumnsQuery query) {
        var run = run(query.kpis(), query.from().grain(), List.of(), query.scenario(), query.where())
                .run(query.from().ordinal(), query.to().ordinal());
        var columns = new Column[query.kpis().size()];
        for (var index = 0; index < columns.length; index++) {
            columns[index] = run.cells(index, query.from().ordinal(), query.to().ordinal());
        }
        return List.of(columns);
    }

    /**
     * A KPI and everything below it at two points. For one thread.
     *
     * @throws IllegalArgumentException when the graph does not contain the root
     */
    public TwoPointTree points(PointPair pair) {
        var kpis = compiled.shape(pair.root(), List.of()).nodes();
        var setOver = new HashSet<>(compiled.setOver(observations, pair.first().scenario()));
        setOver.addAll(compiled.setOver(observations, pair.second().scenario()));
        var program = compiled.program(kpis, pair.first().period().grain(), List.of(), setOver);
        return new EvaluatedPoints(graph(), kpis, pair, run(program, pair.first()), run(program, pair.second()));
    }

    private QueryRun run(Program program, PointPair.Point point) {
        var ordinal = point.period().ordinal();
        return run(program, point.scenario(), point.where()).run(ordinal, ordinal);
    }

    /** The same question in a world that is different. */
    public Evaluation with(Overrides different) {
        return new Evaluation(compiled, observations, now, different);
    }

    QueryRun run(
            List<KpiCode> targets,
            Grain grain,
            List<String> grouping,
            String scenario,
            Collection<MemberFilter> where) {
        var program = compiled.program(targets, grain, grouping, compiled.setOver(observations, scenario));
        return run(program, scenario, where);
    }

    private QueryRun run(Program program, String scenario, Collection<MemberFilter> where) {
        var setOver = compiled.setOver(observations, scenario);
        var inputs = new InputReader(observations, scenario, new Selection(where), calendar(), now, overrides);
        return new QueryRun(program, calendar(), inputs, setOver, overrides);
    }

    private static Optional<String> notCarried(List<String> carried, Stream<String> asked) {
        var known = new HashSet<>(carried);
        return asked.filter(dimension -> !known.contains(dimension)).findFirst();
    }
}
