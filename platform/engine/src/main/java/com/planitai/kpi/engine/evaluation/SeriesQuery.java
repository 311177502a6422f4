package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Asks for one KPI over consecutive periods.
 *
 * @param from first period; its grain is the grain asked for
 * @param to last period, included
 * @param groupBy dimensions to split by; none gives one line with no members
 */
public record SeriesQuery(
        KpiCode kpi, Period from, Period to, String scenario, List<String> groupBy, List<MemberFilter> where) {
    /** Ten years of days, and a little. */
    public static final int MAX_PERIODS = 4_000;

    public SeriesQuery {
        Objects.requireNonNull(kpi, "kpi");
        Objects.requireNonNull(scenario, "scenario");
        groupBy = List.copyOf(groupBy);
        where = List.copyOf(where);
        requireRange(from, to);
        if (Set.copyOf(groupBy).size() != groupBy.size()) {
            throw new IllegalArgumentException("expected distinct dimensions to group by, got " + groupBy);
        }
    }

    static void requireRange(Period from, Period to) {
        if (from.grain() != to.grain() || from.ordinal() > to.ordinal()) {
            throw new IllegalArgumentException(
                    "expected periods of one grain in order, got %s to %s".formatted(from, to));
        }
        if (to.ordinal() - from.ordinal() >= MAX_PERIODS) {
            throw new IllegalArgumentException(
                    "expected at most %d periods, got %s to %s".formatted(MAX_PERIODS, from, to));
        }
    }
}
