package com.planitai.kpi.engine.simulation;

import com.planitai.kpi.engine.evaluation.ColumnsQuery;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.MemberFilter;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.simulation.ChangeFault.Code;
import com.planitai.kpi.engine.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Turns changes of values that people see into rules for the cells below those. Scaling all cells by one factor scales
 * whatever they roll up to by it, so that a total, an average and a last value all come to what was asked for and keep
 * their pattern.
 */
public final class WhatIf {
    /** Changes in one simulation. */
    public static final int MAX_CHANGES = 100;
    /** Periods that one change may span. */
    public static final int MAX_PERIODS_PER_CHANGE = 120;

    private final KpiGraph graph;
    private final Map<String, Set<String>> members;
    private final Set<String> scenarios;

    /**
     * For one tenant.
     *
     * @param members known ones by dimension
     */
    public WhatIf(KpiGraph graph, Map<String, Set<String>> members, Set<String> scenarios) {
        this.graph = graph;
        this.members = Map.copyOf(members);
        this.scenarios = Set.copyOf(scenarios);
    }

    /** Where the values come from that changes start from. */
    @FunctionalInterface
    public interface CurrentValues {
        /** The KPI's values from first to last period over the members when these rules hold already; NaN when missing. */
        double[] values(KpiCode kpi, Period from, Period to, SortedMap<String, String> members, List<CellRule> rules);
    }

    /** A change and its place in the list. */
    private record Indexed(int index, Change change) {}

    /** As below, starting from values of an evaluation. */
    public WhatIfPlan plan(String scenario, List<Change> changes, Evaluation evaluation) {
        return plan(
                scenario,
                changes,
                (kpi, from, to, combination, rules) ->
                        values(changed(evaluation, rules), scenario, kpi, from, to, combination));
    }

    /** The evaluation of the world in which these rules hold; what was observed stays as it is. */
    public static Evaluation changed(Evaluation evaluation, List<CellRule> rules) {
        return evaluation.with(new RuleOverrides(evaluation.graph(), evaluation.calendar(), rules));
    }

    static double[] values(
            Evaluation evaluation,
            String scenario,
            KpiCode kpi,
            Period from,
            Period to,
            SortedMap<String, String> members) {
        var where = members.entrySet().stream()
                .map(member -> new MemberFilter(member.getKey(), Set.of(member.getValue())))
                .toList();
        return evaluation
                .columns(new ColumnsQuery(List.of(kpi), from, to, scenario, where))
                .getFirst()
                .toArray();
    }

    /**
     * The rules of the changes. A change of a KPI starts from what the changes below it and before it have made of its
     * value.
     */
    public WhatIfPlan plan(String scenario, List<Change> changes, CurrentValues current) {
        var faults = new ArrayList<ChangeFault>();
        if (changes.size() > MAX_CHANGES) {
            faults.add(fault(
                    ChangeFault.WHOLE,
                    Code.TOO_MANY_CHANGES,
                    Map.of("limit", "" + MAX_CHANGES, "found", "" + changes.size()),
                    "There are " + changes.size() + " changes; the limit is " + MAX_CHANGES + "."));
            return new WhatIfPlan.Refused(faults);
        }
        if (!scenarios.contains(scenario)) {
            faults.add(fault(
                    ChangeFault.WHOLE,
                    Code.UNKNOWN_SCENARIO,
                    Map.of("scenario", scenario),
                    "There is no scenario \"" + scenario + "\"."));
        }
        var indexed = IntStream.range(0, changes.size())
                .mapToObj(index -> new Indexed(index, changes.get(index)))
                .toList();
        indexed.forEach(change -> check(change, faults));
        if (!faults.isEmpty()) {
            return new WhatIfPlan.Refused(faults);
        }
        var rules = new ArrayList<CellRule>();
        indexed.stream()
                .sorted(Comparator.comparingInt(
                        change -> graph.resolved(change.change().kpi()).order()))
                .forEach(change -> addRules(change, current, rules, faults));
        return faults.isEmpty() ? new WhatIfPlan.Planned(rules) : new WhatIfPlan.Refused(faults);
    }

    private void check(Indexed indexed, List<ChangeFault> faults) {
        var index = indexed.index();
        var change = indexed.change();
        if (!Double.isFinite(change.value())) {
            faults.add(fault(
                    index,
                    Code.VALUE_NOT_FINITE,
                    Map.of("value", "" + change.value()),
                    "The value of a change is a finite number."));
        }
        if (change.from().grain() != change.to().grain()
                || change.from().ordinal() > change.to().ordinal()) {
            faults.add(fault(
                    index,
                    Code.PERIODS_OUT_OF_ORDER,
                    Map.of("from", change.from().toString(), "to", change.to().toString()),
                    "The periods of a change are of one grain and in order, found " + change.from() + " to "
                            + change.to() + "."));
        } else if (change.to().ordinal() - change.from().ordinal() >= MAX_PERIODS_PER_CHANGE) {
            faults.add(fault(
                    index,
                    Code.TOO_MANY_PERIODS,
                    Map.of("limit", "" + MAX_PERIODS_PER_CHANGE),
                    "A change spans at most " + MAX_PERIODS_PER_CHANGE + " periods."));
        }
        if (graph.contains(change.kpi())) {
            checkAgainst(graph.resolved(change.kpi()), indexed, faults);
        } else {
            faults.add(fault(
                    index,
                    Code.UNKNOWN_KPI,
                    Map.of("code", change.kpi().value()),
                    "There is no KPI \"" + change.kpi() + "\"."));
        }
    }

    private void checkAgainst(ResolvedKpi kpi, Indexed indexed, List<ChangeFault> faults) {
        var change = indexed.change();
        var grain = kpi.definition().grain();
        if (change.from().grain().isFinerThan(grain)) {
            faults.add(fault(
                    indexed.index(),
                    Code.FINER_THAN_GRAIN,
                    Map.of("code", change.kpi().value(), "grain", grain.name()),
                    change.kpi() + " has values by " + grain + " and coarser periods only."));
        }
        change.members().forEach((dimension, member) -> {
            if (!kpi.dimensions().contains(dimension)) {
                faults.add(fault(
                        indexed.index(),
                        Code.DIMENSION_NOT_CARRIED,
                        Map.of("code", change.kpi().value(), "dimension", dimension),
                        change.kpi() + " does not carry the dimension \"" + dimension + "\"."));
            } else if (!members.getOrDefault(dimension, Set.of()).contains(member)) {
                faults.add(fault(
                        indexed.index(),
                        Code.UNKNOWN_MEMBER,
                        Map.of("dimension", dimension, "member", member),
                        "The dimension \"" + dimension + "\" has no member \"" + member + "\"."));
            }
        });
    }

    private void addRules(Indexed indexed, CurrentValues current, List<CellRule> rules, List<ChangeFault> faults) {
        var change = indexed.change();
        if (change.operation() == Change.Operation.MULTIPLY) {
            periods(change).forEach(period -> rules.add(rule(change, period, CellRule.Kind.SCALE, change.value())));
            return;
        }
        var values = current.values(change.kpi(), change.from(), change.to(), change.members(), List.copyOf(rules));
        for (var period : periods(change)) {
            var value = values[period.ordinal() - change.from().ordinal()];
            var wanted = change.operation() == Change.Operation.SET ? change.value() : value + change.value();
            if (Double.isFinite(wanted) && isOneCell(change)) {
                rules.add(rule(change, period, CellRule.Kind.REPLACE, wanted));
            } else if (isScale(wanted / value, change)) {
                rules.add(rule(change, period, CellRule.Kind.SCALE, wanted / value));
            } else if (wanted != value) {
                faults.add(nothingToScale(indexed, period));
            }
        }
    }

    private static List<Period> periods(Change change) {
        return IntStream.rangeClosed(change.from().ordinal(), change.to().ordinal())
                .mapToObj(ordinal -> new Period(change.from().grain(), ordinal))
                .toList();
    }

    private boolean isOneCell(Change change) {
        var kpi = graph.resolved(change.kpi());
        return change.from().grain() == kpi.definition().grain()
                && change.members().keySet().containsAll(kpi.dimensions());
    }

    /** A negative factor would make of the least of several cells the greatest. */
    private boolean isScale(double factor, Change change) {
        var kpi = graph.resolved(change.kpi());
        return Double.isFinite(factor)
                && (factor >= 0
                        || !(isExtreme(kpi.overTime().rollup())
                                || isExtreme(kpi.overMembers().rollup())));
    }

    private static boolean isExtreme(Rollup rollup) {
        return rollup == Rollup.MIN || rollup == Rollup.MAX;
    }

    private static CellRule rule(Change change, Period period, CellRule.Kind kind, double number) {
        return new CellRule(change.kpi(), period, change.members(), kind, number);
    }

    private static ChangeFault nothingToScale(Indexed indexed, Period period) {
        var kpi = indexed.change().kpi();
        return fault(
                indexed.index(),
                Code.NOTHING_TO_SCALE,
                Map.of("code", kpi.value(), "period", period.toString()),
                kpi + " has no value in " + period
                        + " that could be scaled; name a period of its own grain and a member"
                        + " of each of its dimensions.");
    }

    private static ChangeFault fault(int index, Code code, Map<String, String> arguments, String message) {
        return new ChangeFault(index, code, arguments, message);
    }
}
