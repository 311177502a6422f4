package com.planitai.kpi.server.explanation;

import com.planitai.kpi.engine.evaluation.MemberFilter;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.PageRequest;
import java.util.List;
import java.util.Optional;

/**
 * Asks where a KPI's value of one period comes from.
 *
 * @param page of the observations
 */
record ExplanationQuery(
        KpiCode kpi,
        Period period,
        String scenario,
        List<MemberFilter> where,
        PageRequest page,
        Optional<CellKey> after) {
    ExplanationQuery {
        where = List.copyOf(where);
    }
}
