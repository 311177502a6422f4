package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import java.util.List;
import java.util.Objects;

/**
 * Asks for a root KPI and all its drivers in one period.
 *
 * @param compare {@link #PREVIOUS}, {@link #SAME_PERIOD_LAST_YEAR}, or scenarios such as {@code plan}
 */
public record TreeQuery(
        KpiCode root,
        List<Influence> influences,
        Period period,
        String scenario,
        List<String> compare,
        List<MemberFilter> where) {
    public static final String PREVIOUS = "previous";
    public static final String SAME_PERIOD_LAST_YEAR = "same_period_last_year";

    public TreeQuery {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(scenario, "scenario");
        influences = List.copyOf(influences);
        compare = List.copyOf(compare);
        where = List.copyOf(where);
    }
}
