package com.planitai.kpi.engine.simulation;

import com.planitai.kpi.engine.evaluation.Overrides;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The world in which rules hold. A rule reaches the cells of its period and of all members that it does not name; a
 * formula run over longer periods than the rule speaks of stays as it is. Immutable.
 */
public final class RuleOverrides implements Overrides {
    private final FiscalCalendar calendar;
    private final Map<KpiCode, List<CellRule>> rules;

    /** @param rules in the order in which they are applied */
    public RuleOverrides(FiscalCalendar calendar, List<CellRule> rules) {
        this.calendar = calendar;
        var byKpi = new HashMap<KpiCode, List<CellRule>>();
        for (var rule : rules) {
            byKpi.computeIfAbsent(rule.kpi(), kpi -> new ArrayList<>()).add(rule);
        }
        this.rules = Map.copyOf(byKpi);
    }

    @Override
    public Set<KpiCode> kpis() {
        return rules.keySet();
    }

    /** Values come to be where there were none by replacing only, which names a member of each dimension. */
    @Override
    public Set<SortedMap<String, String>> addedMembers(KpiCode input) {
        return rules.getOrDefault(input, List.of()).stream()
                .filter(rule -> rule.kind() == CellRule.Kind.REPLACE)
                .map(CellRule::members)
                .collect(Collectors.toSet());
    }

    @Override
    public double changed(KpiCode kpi, Grain grain, int ordinal, SortedMap<String, String> members, double cell) {
        var value = cell;
        for (var rule : rules.getOrDefault(kpi, List.of())) {
            if (isWithin(rule.period(), grain, ordinal)
                    && members.entrySet().containsAll(rule.members().entrySet())) {
                value = rule.apply(value);
            }
        }
        return value;
    }

    private boolean isWithin(Period period, Grain grain, int ordinal) {
        return !period.grain().isFinerThan(grain)
                && calendar.ordinalContaining(period.grain(), grain, ordinal) == period.ordinal();
    }
}
