package com.planitai.kpi.engine.model;

import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Proration;
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
 * @param formulas none for an input; else by date, the first from {@link DatedFormula#ALWAYS}, so that each period has one
 * @param proration how a plan is compared with a period that is not over
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
        List<DatedFormula> formulas,
        Proration proration) {
    /** More are refused when the graph is built. */
    public static final int MAX_FORMULAS = 100;

    public KpiDefinition {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(grain, "grain");
        Objects.requireNonNull(missing, "missing");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(thresholds, "thresholds");
        Objects.requireNonNull(proration, "proration");
        dimensions = List.copyOf(dimensions);
        formulas = List.copyOf(formulas);
        requireOrder(formulas);
    }

    /**
     * With one formula that always held, or as an input.
     *
     * @param formula null for an input
     */
    public KpiDefinition(
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
        this(
                code,
                unit,
                grain,
                rollup,
                memberRollup,
                missing,
                direction,
                thresholds,
                dimensions,
                formula == null ? List.of() : List.of(new DatedFormula(DatedFormula.ALWAYS, formula)),
                Proration.CALENDAR_DAYS);
    }

    public boolean isInput() {
        return formulas.isEmpty();
    }

    /** The latest one; null for an input. */
    public @Nullable String formula() {
        return formulas.isEmpty() ? null : formulas.getLast().text();
    }

    private static void requireOrder(List<DatedFormula> formulas) {
        for (var i = 0; i < formulas.size(); i++) {
            var from = formulas.get(i).fromOrdinal();
            if (i == 0
                    ? from != DatedFormula.ALWAYS
                    : from <= formulas.get(i - 1).fromOrdinal()) {
                throw new IllegalArgumentException("expected formulas by date, the first from ALWAYS, got " + formulas);
            }
        }
    }
}
