package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two points at which a KPI and everything below it is compared.
 *
 * @param first what is compared with
 * @param second what is compared
 */
public record PointPair(KpiCode root, Point first, Point second) {
    /** Where a value lies. */
    public record Point(Period period, String scenario, List<MemberFilter> where) {
        public Point {
            Objects.requireNonNull(period, "period");
            Objects.requireNonNull(scenario, "scenario");
            where = List.copyOf(where);
        }

        /** The dimensions of which one member is looked at. */
        Set<String> singled() {
            return where.stream()
                    .filter(filter -> filter.members().size() == 1)
                    .map(MemberFilter::dimension)
                    .collect(Collectors.toSet());
        }
    }

    public PointPair {
        Objects.requireNonNull(root, "root");
        if (first.period().grain() != second.period().grain()) {
            throw new IllegalArgumentException(
                    "expected periods of one grain, got %s and %s".formatted(first.period(), second.period()));
        }
    }

    /** The dimensions in which the points look at one member each, so that a member of one answers to one of the other. */
    Set<String> matchedDimensions() {
        var matched = new HashSet<>(first.singled());
        matched.retainAll(second.singled());
        return matched;
    }
}
