package com.planitai.kpi.engine.simulation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing that would be different. It speaks of the KPI's value as a reader of a tree sees it: of each period from first
 * to last, in the grain of those, over the named members together. The cells below that value change in proportion.
 *
 * @param to of the same grain as {@code from}, included
 * @param members by dimension, one each; a dimension that is not named stands for all of its members
 */
public record Change(
        KpiCode kpi, Operation operation, double value, Period from, Period to, SortedMap<String, String> members) {
    /** What happens to the value. */
    public enum Operation {
        SET,
        ADD,
        MULTIPLY
    }

    public Change {
        Objects.requireNonNull(kpi, "kpi");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }
}
