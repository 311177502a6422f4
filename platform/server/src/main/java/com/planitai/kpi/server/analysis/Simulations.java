package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.evaluation.Column;
import com.planitai.kpi.engine.evaluation.ColumnsQuery;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.TreeNode;
import com.planitai.kpi.engine.evaluation.TreeQuery;
import com.planitai.kpi.engine.evaluation.TreeResult;
import com.planitai.kpi.engine.fact.FactKind;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.simulation.CellRule;
import com.planitai.kpi.engine.simulation.Change;
import com.planitai.kpi.engine.simulation.ChangeFault;
import com.planitai.kpi.engine.simulation.WhatIf;
import com.planitai.kpi.engine.simulation.WhatIfPlan;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.kpi.DimensionRecord;
import com.planitai.kpi.server.kpi.KpiRecord;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.server.kpi.UnitDocument;
import com.planitai.kpi.server.snapshot.SnapshotTree;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a tree would show if values were different. Thread-safe. */
final class Simulations {
    static final int MAX_PERIODS = WhatIf.MAX_PERIODS_PER_CHANGE;
    /** KPIs times periods of one answer. */
    static final int MAX_CELLS = 30_000;
    /** Periods of all changes together: each of them may need an evaluation of its own. */
    static final int MAX_CHANGED_PERIODS = 1_000;

    private final Clock clock;

    Simulations(Clock clock) {
        this.clock = clock;
    }

    /** A change and where it stands in the request. */
    private record Placed(String pointer, Change change) {}

    /** @throws com.planitai.kpi.server.http.ProblemException with every fault of the input */
    Map<String, Object> simulate(TenantSnapshot snapshot, SimulationInput input) {
        String scenario = input.scenario() == null ? ScenarioRecord.ACTUAL : input.scenario();
        Names names = new Names(snapshot);
        SnapshotTree tree = names.tree("/tree", input.tree()).orElse(null);
        PeriodRange range =
                names.range("/periods", input.periods(), MAX_PERIODS).orElse(null);
        names.scenario("/scenario", scenario);
        if (tree != null && range != null) {
            names.grain("/periods/from", tree.root(), range.from().grain());
        }
        List<Placed> changes = changes(names, input, range);
        int changed =
                changes.stream().mapToInt(placed -> length(placed.change())).sum();
        if (changed > MAX_CHANGED_PERIODS) {
            names.add(Fault.at(
                    "/changes",
                    "TOO_MANY_CHANGED_PERIODS",
                    Map.of("found", Integer.toString(changed), "limit", Integer.toString(MAX_CHANGED_PERIODS))));
        }
        Evaluation today = snapshot.evaluation(clock.instant());
        List<CellRule> rules = rules(snapshot, names, today, scenario, changes);
        names.check();
        if (tree == null || range == null) {
            throw new IllegalStateException("what is not there passed the check");
        }
        List<TreeNode> nodes = nodes(today, tree, range, scenario);
        if ((long) nodes.size() * range.length() > MAX_CELLS) {
            names.add(Fault.at(
                    "/periods",
                    "TOO_MANY_CELLS",
                    Map.of(
                            "kpis", Integer.toString(nodes.size()),
                            "periods", Integer.toString(range.length()),
                            "limit", Integer.toString(MAX_CELLS))));
            names.check();
        }
        return wire(snapshot, tree, range, scenario, nodes, today, rules);
    }

    private static int length(Change change) {
        return Math.max(0, change.to().ordinal() - change.from().ordinal() + 1);
    }

    private static List<Placed> changes(Names names, SimulationInput input, @Nullable PeriodRange whole) {
        List<Placed> changes = new ArrayList<>();
        for (int index = 0; index < input.changes().size(); index++) {
            SimulationInput.ChangeInput change = input.changes().get(index);
            String pointer = "/changes/" + index;
            PeriodRange range = change.periods() == null
                    ? whole
                    : names.range(pointer + "/periods", change.periods(), WhatIf.MAX_PERIODS_PER_CHANGE)
                            .orElse(null);
            KpiCode kpi = names.kpi(pointer + "/kpi", change.kpi()).orElse(null);
            if (range != null && kpi != null) {
                changes.add(new Placed(
                        pointer,
                        new Change(
                                kpi,
                                change.operation(),
                                change.value(),
                                range.from(),
                                range.to(),
                                change.byDimension())));
            }
        }
        return changes;
    }

    /** What the changes that could be read amount to; none when something is at fault. */
    private static List<CellRule> rules(
            TenantSnapshot snapshot, Names names, Evaluation today, String scenario, List<Placed> changes) {
        if (!snapshot.definitions().scenarios().containsKey(scenario)) {
            return List.of();
        }
        List<Change> read = changes.stream().map(Placed::change).toList();
        WhatIf whatIf = whatIf(snapshot);
        WhatIfPlan plan = names.areKnown()
                ? whatIf.plan(scenario, read, today)
                : whatIf.plan(scenario, read, Simulations::anyValues);
        return switch (plan) {
            case WhatIfPlan.Planned(List<CellRule> rules) -> rules;
            case WhatIfPlan.Refused(List<ChangeFault> faults) -> {
                faults.forEach(fault -> {
                    Placed placed = changes.get(Math.max(0, fault.index()));
                    names.add(
                            new ChangeFaults(snapshot, placed.change().from().grain()).fault(placed.pointer(), fault));
                });
                yield List.of();
            }
        };
    }

    /** Where something is at fault already, the changes are read for their other faults and carried out by nobody. */
    private static double[] anyValues(
            KpiCode kpi, Period from, Period to, SortedMap<String, String> members, List<CellRule> rules) {
        double[] values = new double[new PeriodRange(from, to).length()];
        Arrays.fill(values, 1);
        return values;
    }

    static WhatIf whatIf(TenantSnapshot snapshot) {
        Map<String, Set<String>> members = new HashMap<>();
        snapshot.definitions()
                .dimensions()
                .forEach((code, dimension) -> members.put(
                        code,
                        dimension.members().stream()
                                .map(DimensionRecord.Member::code)
                                .collect(Collectors.toSet())));
        return new WhatIf(
                snapshot.graph(), members, snapshot.definitions().scenarios().keySet());
    }

    private static List<TreeNode> nodes(Evaluation today, SnapshotTree tree, PeriodRange range, String scenario) {
        var query = new TreeQuery(tree.root(), tree.influences(), range.from(), scenario, List.of(), List.of());
        return switch (today.tree(query)) {
            case TreeResult.Tree values -> values.nodes();
            case TreeResult.DimensionNotCarried impossible ->
                throw new IllegalStateException("a query without filters names a dimension: " + impossible);
        };
    }

    private static Map<String, Object> wire(
            TenantSnapshot snapshot,
            SnapshotTree tree,
            PeriodRange range,
            String scenario,
            List<TreeNode> nodes,
            Evaluation today,
            List<CellRule> rules) {
        List<KpiCode> kpis = nodes.stream().map(TreeNode::kpi).toList();
        var query = new ColumnsQuery(kpis, range.from(), range.to(), scenario, List.of());
        List<Column> baseline = today.columns(query);
        List<Column> simulated = WhatIf.changed(today, rules).columns(query);
        List<Period> periods = range.periods();
        Figures figures = new Figures(snapshot.graph());
        List<Map<String, @Nullable Object>> entries = new ArrayList<>();
        for (int index = 0; index < kpis.size(); index++) {
            KpiCode kpi = kpis.get(index);
            KpiRecord record = snapshot.definitions().kpis().get(kpi);
            entries.add(figures.entry(kpi, range.from(), scenario)
                    .with("kpi", kpi.value())
                    .with("name", record == null ? kpi.value() : record.name())
                    .with("unit", UnitDocument.write(figures.unit(kpi)))
                    .numbers(
                            "baseline",
                            FactKind.VALUE,
                            periods,
                            baseline.get(index).toArray(),
                            figures.unit(kpi))
                    .numbers(
                            "simulated",
                            FactKind.SIMULATED,
                            periods,
                            simulated.get(index).toArray(),
                            figures.unit(kpi))
                    .wire());
        }
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("tree", tree.slug());
        wire.put("scenario", scenario);
        wire.put("periods", periods.stream().map(Period::toString).toList());
        wire.put(
                "partial",
                periods.stream().filter(today::isPartial).map(Period::toString).toList());
        wire.put("nodes", entries);
        wire.put("facts", figures.wire());
        return wire;
    }
}
