package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one tree. Each scenario is run once, for the period and all periods it is compared with at the same time: the
 * query's own scenario for itself and earlier periods, every other one for the period alone.
 */
final class TreeReader {
    private final Evaluation evaluation;
    private final KpiGraph graph;
    private final TreeShape shape;
    private final TreeQuery query;
    private final boolean partial;
    private final List<KpiCode> evaluated;

    TreeReader(Evaluation evaluation, TreeShape shape, TreeQuery query) {
        this.evaluation = evaluation;
        this.graph = evaluation.graph();
        this.shape = shape;
        this.query = query;
        this.partial = evaluation.isPartial(query.period());
        this.evaluated = query.where().isEmpty()
                ? shape.nodes()
                : shape.nodes().stream().filter(this::carriesFilters).toList();
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
        var reader = new CellReader(graph, own, query.scenario());
        var nodes = new ArrayList<TreeNode>(shape.nodes().size());
        var target = 0;
        for (var kpi : shape.nodes()) {
            var carried = target < evaluated.size() && evaluated.get(target).equals(kpi);
            var cell =
                    carried ? reader.cell(own.target(target), 0, query.period().ordinal()) : notCarried(kpi);
            var comparisons = new LinkedHashMap<String, Comparison>();
            for (var entry : query.compare()) {
                var reference = carried ? reference(target, entry, own, comparedPeriods, others) : null;
                comparisons.put(entry, compare(kpi, cell, entry, reference));
            }
            nodes.add(node(kpi, cell, comparisons));
            target += carried ? 1 : 0;
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
        var last = query.period().ordinal();
        var first = earlier.stream()
                .flatMap(Optional::stream)
                .mapToInt(Period::ordinal)
                .reduce(last, Math::min);
        return evaluation
                .run(evaluated, query.period().grain(), List.of(), scenario, query.where())
                .run(first, last);
    }

    private Cell notCarried(KpiCode kpi) {
        var reason = new MissingReason(MissingReason.Code.DIMENSION_NOT_CARRIED, List.of(kpi));
        return new Cell(null, reason, Origin.COMPUTED, null, 0, List.of());
    }

    private Comparison compare(KpiCode kpi, Cell cell, String entry, @Nullable Double reference) {
        var definition = graph.definition(kpi);
        if (entry.equals(TreeQuery.PREVIOUS) || entry.equals(TreeQuery.SAME_PERIOD_LAST_YEAR)) {
            return Comparison.withPeriod(definition, cell.value(), reference);
        }
        var whole = Comparison.withScenario(definition, cell.value(), reference);
        var share = isComparedToDate(kpi, entry) ? evaluation.elapsedShare(query.period(), definition) : 0;
        return share > 0 ? whole.withToDate(definition, cell.value(), share) : whole;
    }

    /** What happened so far beside what was set for the whole period, of a KPI that adds up over time. */
    private boolean isComparedToDate(KpiCode kpi, String entry) {
        return partial
                && query.scenario().equals(InputReader.ACTUAL)
                && !entry.equals(InputReader.ACTUAL)
                && graph.resolved(kpi).overTime().ofSetValues() == Rollup.SUM;
    }

    private @Nullable Double reference(
            int target,
            String entry,
            QueryRun own,
            Map<String, Optional<Period>> periods,
            Map<String, QueryRun> others) {
        var period = periods.get(entry);
        if (period != null) {
            return period.isEmpty() ? null : value(own.target(target), period.get());
        }
        return value(others.getOrDefault(entry, own).target(target), query.period());
    }

    private static @Nullable Double value(Block block, Period period) {
        var index = period.ordinal() - block.low();
        return block.column(0).isPresent(index) ? block.column(0).value(index) : null;
    }
}
