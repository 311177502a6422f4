package com.planitai.kpi.engine.model;

import com.planitai.kpi.engine.expression.Expression;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A KPI as the graph understands it: its formulas read, its defaults decided. */
public final class ResolvedKpi {
    private final KpiDefinition definition;
    private final int order;
    private final List<ResolvedFormula> formulas;
    private final List<KpiCode> references;
    private final List<String> dimensions;
    private final EffectiveRollup overTime;
    private final EffectiveRollup overMembers;

    /**
     * One axis of rolling up.
     *
     * @param rollup declared or by default
     * @param ofSetValues what RECOMPUTE amounts to for this formula, so that values set in a scenario can be rolled up;
     *     the same as {@code rollup} when that is not RECOMPUTE, null when nothing amounts to it (a ratio)
     */
    public record EffectiveRollup(Rollup rollup, @Nullable Rollup ofSetValues) {}

    ResolvedKpi(
            KpiDefinition definition,
            int order,
            List<ResolvedFormula> formulas,
            List<String> dimensions,
            EffectiveRollup overTime,
            EffectiveRollup overMembers) {
        this.definition = definition;
        this.order = order;
        this.formulas = List.copyOf(formulas);
        this.references = references(formulas);
        this.dimensions = List.copyOf(dimensions);
        this.overTime = overTime;
        this.overMembers = overMembers;
    }

    public KpiDefinition definition() {
        return definition;
    }

    /** Place in a topological order: after everything it refers to. */
    public int order() {
        return order;
    }

    /** By date; none for an input. */
    public List<ResolvedFormula> formulas() {
        return formulas;
    }

    /**
     * The formula that holds in a period.
     *
     * @param ordinal of the KPI's own grain
     */
    public Optional<ResolvedFormula> formulaAt(int ordinal) {
        return formulas.reversed().stream()
                .filter(formula -> formula.fromOrdinal() <= ordinal)
                .findFirst();
    }

    /** The latest formula's. */
    public Optional<Expression> expression() {
        return formulas.isEmpty()
                ? Optional.empty()
                : Optional.of(formulas.getLast().expression());
    }

    /** Of all formulas, the latest one's first, each in formula order. */
    public List<KpiCode> references() {
        return references;
    }

    /** The dimensions it carries, in code order. */
    public List<String> dimensions() {
        return dimensions;
    }

    public EffectiveRollup overTime() {
        return overTime;
    }

    public EffectiveRollup overMembers() {
        return overMembers;
    }

    private static List<KpiCode> references(List<ResolvedFormula> formulas) {
        var codes = new LinkedHashSet<KpiCode>();
        for (var formula : formulas.reversed()) {
            formula.expression().references().forEach(code -> codes.add(new KpiCode(code)));
        }
        return List.copyOf(codes);
    }
}
