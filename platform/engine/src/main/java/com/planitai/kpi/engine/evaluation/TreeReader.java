package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one tree. Each scenario is run once, for the period and all periods it is compared with at the same time: the
 * query's own scenario for itself and earlier periods, every other one for the period alone.
 */
final class TreeReader {
    private final KpiGraph graph;
    private final TreeQuery query;
    private final boolean partial;
    private final BiFunction<String, Collection<MemberFilter>, QueryRun> runs;
    private final TreeShape shape;
    private final Set<KpiCode> evaluated;

    TreeReader(
            KpiGraph graph,
            TreeQuery query,
            boolean partial,
            BiFunction<String, Collection<MemberFilter>, QueryRun> runs) {
        this.graph = graph;
        this.query = query;
        this.partial = partial;
        this.runs = runs;
        this.shape = new TreeShape(graph, query.root(), query.influences());
        this.evaluated = shape.nodes().stream().filter(this::carriesFilters).collect(Collectors.toSet());
    }

    /** Below the root only an influence can fail to, for a formula carries no dimension its references do not. */
    private boolean carriesFilters(KpiCode kpi) {
        var carried = graph.resolved(kpi).dimensions();
        return query.where().stream().allMatch(filter -> carried.contains(filter.dimension()));
    }

    TreeResult.Tree read() {
        var comparedPeriods = comparedPeriods();
        var own = run(query.scenario(), comparedPeriods.values());
        var others = new LinkedHashMap<String, QueryRun>();
        for (var entry : query.compare()) {
            if (!comparedPeriods.containsKey(entry)) {
                others.computeIfAbsent(
                        entry, scenario -> scenario.equals(query.scenario()) ? own : run(scenario, List.of()));
            }
        }
        var reader = new CellReader(own, query.scenario());
        var nodes = new ArrayList<TreeNode>();
        for (var kpi : shape.nodes()) {
            var cell = evaluated.contains(kpi)
                    ? reader.cell(own.block(key(kpi)), 0, query.period().ordinal())
                    : notCarried(kpi);
            var comparisons = new LinkedHashMap<String, Comparison>();
            for (var entry : query.compare()) {
                comparisons.put(entry, compare(kpi, cell, entry, own, comparedPeriods, others));
            }
            nodes.add(node(kpi, cell, comparisons));
        }
        return new TreeResult.Tree(query.period(), partial, nodes, shape.edges());
    }

    private TreeNode node(KpiCode kpi, Cell cell, Map<String, Comparison> comparisons) {
        return new TreeNode(
                kpi,
                graph.definition(kpi).unit(),
                shape.depth(kpi),
                shape.parents(kpi),
                shape.children(kpi),
                cell,
                partial,
                comparisons);
    }

    /** Entries that mean an earlier period, which may not exist. */
    private Map<String, Optional<Period>> comparedPeriods() {
        var period = query.period();
        var periods = new LinkedHashMap<String, Optional<Period>>();
        for (var entry : query.compare()) {
            if (entry.equals(TreeQuery.PREVIOUS)) {
                periods.put(entry, period.previous());
            } else if (entry.equals(TreeQuery.SAME_PERIOD_LAST_YEAR)) {
                periods.put(entry, period.sameLastYear());
            }
        }
        return periods;
    }

    private QueryRun run(String scenario, Collection<Optional<Period>> earlier) {
        var run = runs.apply(scenario, query.where());
        var last = query.period().ordinal();
        var first = earlier.stream()
                .flatMap(Optional::stream)
                .mapToInt(Period::ordinal)
                .reduce(last, Math::min);
        evaluated.forEach(kpi -> run.need(key(kpi), first, last));
        run.run();
        return run;
    }

    private BlockKey key(KpiCode kpi) {
        return new BlockKey(kpi, query.period().grain(), List.of());
    }

    private Cell notCarried(KpiCode kpi) {
        var reason = new MissingReason(MissingReason.Code.DIMENSION_NOT_CARRIED, List.of(kpi));
        return new Cell(null, reason, Origin.COMPUTED, null, 0, List.of());
    }

    private Comparison compare(
            KpiCode kpi,
            Cell cell,
            String entry,
            QueryRun own,
            Map<String, Optional<Period>> periods,
            Map<String, QueryRun> others) {
        var definition = graph.definition(kpi);
        var period = periods.get(entry);
        if (period != null) {
            var reference = period.isEmpty() ? null : value(own, kpi, period.get());
            return Comparison.withPeriod(definition, cell.value(), reference);
        }
        var other = others.getOrDefault(entry, own);
        return Comparison.withScenario(definition, cell.value(), value(other, kpi, query.period()));
    }

    private @Nullable Double value(QueryRun run, KpiCode kpi, Period period) {
        if (!evaluated.contains(kpi)) {
            return null;
        }
        var block = run.block(key(kpi));
        var index = period.ordinal() - block.low();
        return block.column(0).isPresent(index) ? block.column(0).values()[index] : null;
    }
}
