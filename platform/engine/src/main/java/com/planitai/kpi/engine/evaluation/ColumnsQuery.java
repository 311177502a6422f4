package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import java.util.List;
import java.util.Objects;

/**
 * Asks for the bare numbers of many KPIs over consecutive periods, for what is computed from them: no reasons, no
 * completeness.
 *
 * @param from first period; its grain is the grain asked for
 * @param to last period, included
 */
public record ColumnsQuery(List<KpiCode> kpis, Period from, Period to, String scenario, List<MemberFilter> where) {
    public ColumnsQuery {
        Objects.requireNonNull(scenario, "scenario");
        kpis = List.copyOf(kpis);
        where = List.copyOf(where);
        SeriesQuery.requireRange(from, to);
    }
}
