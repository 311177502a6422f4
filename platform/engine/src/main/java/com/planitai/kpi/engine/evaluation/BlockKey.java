package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Grain;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is evaluated once in a query: a KPI at a grain, split by dimensions.
 *
 * @param toDate the unit of time whose part up to each period is meant; null for the periods themselves
 */
record BlockKey(
        KpiCode kpi, Grain grain, Split split, @Nullable Grain toDate) {
    /**
     * How cells are split.
     *
     * @param grouping in code order
     * @param unfiltered dimensions whose filters do not hold, in code order
     */
    record Split(List<String> grouping, List<String> unfiltered) {
        static final Split WHOLE = new Split(List.of(), List.of());

        static Split by(List<String> grouping) {
            return grouping.isEmpty() ? WHOLE : new Split(grouping, List.of());
        }

        Split regroupedBy(List<String> dimensions) {
            return new Split(dimensions, unfiltered);
        }

        /** Over all members of a dimension. */
        Split without(String dimension) {
            SortedSet<String> ignored = new TreeSet<>(unfiltered);
            ignored.add(dimension);
            return new Split(
                    grouping.stream().filter(other -> !other.equals(dimension)).toList(), List.copyOf(ignored));
        }

        boolean isWhole() {
            return grouping.isEmpty();
        }
    }
}
