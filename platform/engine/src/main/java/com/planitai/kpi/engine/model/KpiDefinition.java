package com.planitai.kpi.engine.model;

import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.unit.Unit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant declares of a KPI, as far as numbers depend on it.
 *
 * @param rollup over time; null for the default, which {@link KpiGraph} decides
 * @param memberRollup over members; null for the default
 * @param dimensions what an input's observations carry; a formula KPI carries the intersection of its references'
 * @param formula null for an input
 */
public record KpiDefinition(
        KpiCode code,
        Unit unit,
        Grain grain,
        @Nullable Rollup rollup,
        @Nullable Rollup memberRollup,
        Missing missing,
        Direction direction,
        Thresholds thresholds,
        List<String> dimensions,
        @Nullable String formula) {
    public KpiDefinition {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(grain, "grain");
        Objects.requireNonNull(missing, "missing");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(thresholds, "thresholds");
        dimensions = List.copyOf(dimensions);
    }

    public boolean isInput() {
        return formula == null;
    }
}
