package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.evaluation.Column;
import com.planitai.kpi.engine.evaluation.ColumnsQuery;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.MemberFilter;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.simulation.CellRule;
import com.planitai.kpi.engine.simulation.RuleOverrides;
import com.planitai.kpi.engine.simulation.WhatIf;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.kpi.DimensionRecord;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** A tenant's numbers in one scenario, as they are and as they would be. Nothing of it is kept. */
final class Worlds {
    private final Evaluation today;
    private final String scenario;
    private final WhatIf whatIf;

    Worlds(TenantSnapshot snapshot, String scenario, Instant now) {
        this.today = snapshot.evaluation(now);
        this.scenario = scenario;
        Map<String, Set<String>> members = new HashMap<>();
        snapshot.definitions()
                .dimensions()
                .forEach((code, dimension) -> members.put(
                        code,
                        dimension.members().stream()
                                .map(DimensionRecord.Member::code)
                                .collect(Collectors.toSet())));
        this.whatIf = new WhatIf(
                snapshot.graph(), members, snapshot.definitions().scenarios().keySet());
    }

    Evaluation today() {
        return today;
    }

    WhatIf whatIf() {
        return whatIf;
    }

    Evaluation with(List<CellRule> rules) {
        return rules.isEmpty() ? today : today.with(new RuleOverrides(today.calendar(), rules));
    }

    /** NaN when missing. */
    double value(KpiCode kpi, Period period, SortedMap<String, String> members, List<CellRule> rules) {
        List<MemberFilter> where = members.entrySet().stream()
                .map(member -> new MemberFilter(member.getKey(), Set.of(member.getValue())))
                .toList();
        return with(rules)
                .columns(new ColumnsQuery(List.of(kpi), period, period, scenario, where))
                .getFirst()
                .value(0);
    }

    List<Column> columns(List<KpiCode> kpis, PeriodRange range, List<CellRule> rules) {
        return with(rules).columns(new ColumnsQuery(kpis, range.from(), range.to(), scenario, List.of()));
    }
}
