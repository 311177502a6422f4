package com.planitai.kpi.engine.simulation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happens to the cells of one KPI in one period and under these members, at the KPI's own grain; where a formula is
 * recomputed from its rolled-up inputs, to what it gives. A scale keeps what is missing missing.
 *
 * @param members by dimension; a dimension that is not named stands for all of its members
 * @param number the factor, or the value
 */
public record CellRule(KpiCode kpi, Period period, SortedMap<String, String> members, Kind kind, double number) {
    /** The two kinds there are. */
    public enum Kind {
        SCALE,
        REPLACE
    }

    public CellRule {
        Objects.requireNonNull(kpi, "kpi");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(kind, "kind");
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("expected a finite number for %s, got %s".formatted(kpi, number));
        }
    }

    /** The changed cell; NaN for a missing one, which stays missing or not by the kind of rule. */
    public double apply(double cell) {
        return switch (kind) {
            case SCALE -> cell * number;
            case REPLACE -> number;
        };
    }
}
