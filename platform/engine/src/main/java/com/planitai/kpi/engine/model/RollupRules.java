package com.planitai.kpi.engine.model;

import com.planitai.kpi.engine.expression.Reach;
import com.planitai.kpi.engine.expression.Shape;
import com.planitai.kpi.engine.model.ResolvedKpi.EffectiveRollup;
import com.planitai.kpi.engine.unit.UnitType;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides one axis of rolling up (semantics, §2): what is declared, or else a default, which is reported as a warning
 * where it is a guess and as a fault where there is none.
 *
 * @param axis whose defaults these are
 * @param matters whether anything is ever rolled up on it; where nothing is, a default is neither guess nor fault
 */
record RollupRules(
        KpiDefinition kpi, Axis axis, boolean matters, Consumer<ModelFault> warnings, Consumer<ModelFault> faults) {
    /** Rollups that a linear formula commutes with. */
    private static final Set<Rollup> LINEAR_ROLLUPS = Set.of(Rollup.SUM, Rollup.FIRST, Rollup.LAST);

    /** The two axes, by the property that declares them. */
    enum Axis {
        ROLLUP("rollup"),
        MEMBER_ROLLUP("memberRollup");

        private final String property;

        Axis(String property) {
            this.property = property;
        }
    }

    EffectiveRollup ofInput() {
        var declared = declared();
        if (declared == Rollup.RECOMPUTE) {
            faults.accept(ModelFaults.rollupNotAllowed(kpi.code(), axis.property));
            declared = Rollup.SUM;
        }
        var rollup = declared == null ? inputDefault() : declared;
        return new EffectiveRollup(rollup, rollup);
    }

    /** @param reaches which periods each of its formulas reads; none on the axis of members */
    EffectiveRollup ofFormula(Shape shape, List<Reach> reaches, List<EffectiveRollup> references) {
        var declared = declared();
        var usesWindows = reaches.stream().anyMatch(Reach::usesWindows);
        if (declared == Rollup.RECOMPUTE && usesWindows) {
            faults.accept(ModelFaults.windowsNotRecomputed(kpi.code(), axis.property));
            declared = Rollup.LAST;
        }
        var rollup = declared == null ? formulaDefault(shape, usesWindows) : declared;
        var looksBack = reaches.stream().anyMatch(reach -> reach.most(kpi.grain()) > 0);
        return new EffectiveRollup(
                rollup, rollup == Rollup.RECOMPUTE ? equivalent(shape, looksBack, references) : rollup);
    }

    private @Nullable Rollup declared() {
        return axis == Axis.ROLLUP ? kpi.rollup() : kpi.memberRollup();
    }

    private Rollup inputDefault() {
        if (kpi.unit().type() == UnitType.PERCENT && matters) {
            faults.accept(ModelFaults.rollupRequired(kpi.code(), axis.property));
        }
        if (kpi.unit().type() == UnitType.NUMBER || kpi.unit().per() != null) {
            assume(Rollup.SUM);
        }
        return Rollup.SUM;
    }

    private Rollup formulaDefault(Shape shape, boolean usesWindows) {
        if (usesWindows) {
            return Rollup.LAST;
        }
        if (shape == Shape.LINEAR || shape == Shape.QUOTIENT) {
            return Rollup.RECOMPUTE;
        }
        var rollup = switch (kpi.unit().type()) {
            case COUNT, CURRENCY, DURATION -> Rollup.SUM;
            case NUMBER, PERCENT -> Rollup.RECOMPUTE;
        };
        assume(rollup);
        return rollup;
    }

    private void assume(Rollup rollup) {
        if (matters) {
            warnings.accept(ModelFaults.rollupAssumed(kpi.code(), axis.property, rollup));
        }
    }

    private static @Nullable Rollup equivalent(Shape shape, boolean looksBack, List<EffectiveRollup> references) {
        if (shape != Shape.LINEAR || looksBack) {
            return null;
        }
        var shared = references.getFirst().ofSetValues();
        var all = references.stream().allMatch(reference -> reference.ofSetValues() == shared);
        return all && shared != null && LINEAR_ROLLUPS.contains(shared) ? shared : null;
    }
}
