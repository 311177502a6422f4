package com.planitai.kpi.engine.fact;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.unit.Unit;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One figure.
 *
 * @param id {@code f1}, {@code f2} …, unique in its {@link FactList}
 * @param members by dimension; empty for the whole
 * @param unit of the value, which for a share is not that of the KPI
 */
public record Fact(
        String id,
        KpiCode kpi,
        Period period,
        SortedMap<String, String> members,
        String scenario,
        FactKind kind,
        double value,
        Unit unit) {
    public Fact {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kpi, "kpi");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(scenario, "scenario");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(unit, "unit");
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("expected a finite value of %s, got %s".formatted(kpi, value));
        }
    }
}
