package com.planitai.kpi.engine.simulation;

import com.planitai.kpi.engine.evaluation.Overrides;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * A world in which rules hold. A cell that spans more than a rule's period or members stays as it is: what a rule makes of
 * a part of it shows in the parts, and in everything that is rolled up from them.
 */
final class RuleOverrides implements Overrides {
    private final KpiGraph graph;
    private final FiscalCalendar calendar;
    private final Map<KpiCode, List<CellRule>> rules = new LinkedHashMap<>();

    /** @param rules applied to a cell in this order */
    RuleOverrides(KpiGraph graph, FiscalCalendar calendar, List<CellRule> rules) {
        this.graph = graph;
        this.calendar = calendar;
        rules.forEach(rule ->
                this.rules.computeIfAbsent(rule.kpi(), kpi -> new ArrayList<>()).add(rule));
    }

    @Override
    public Set<KpiCode> kpis() {
        return rules.keySet();
    }

    @Override
    public Set<SortedMap<String, String>> addedMembers(KpiCode input) {
        var dimensions = graph.resolved(input).dimensions();
        var added = new HashSet<SortedMap<String, String>>();
        for (var rule : rules.getOrDefault(input, List.of())) {
            if (rule.kind() == CellRule.Kind.REPLACE
                    && !dimensions.isEmpty()
                    && rule.members().keySet().containsAll(dimensions)) {
                added.add(rule.members());
            }
        }
        return added;
    }

    @Override
    public double changed(KpiCode kpi, Grain grain, int ordinal, SortedMap<String, String> members, double cell) {
        var changed = cell;
        for (var rule : rules.getOrDefault(kpi, List.of())) {
            if (holds(rule, grain, ordinal)
                    && members.entrySet().containsAll(rule.members().entrySet())) {
                changed = rule.apply(changed);
            }
        }
        return changed;
    }

    private boolean holds(CellRule rule, Grain grain, int ordinal) {
        var period = rule.period();
        return !period.grain().isFinerThan(grain)
                && calendar.ordinalContaining(period.grain(), grain, ordinal) == period.ordinal();
    }
}
