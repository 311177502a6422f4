package com.planitai.kpi.engine.model;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.Reach;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A KPI as the graph understands it: its formula read, its defaults decided. */
public final class ResolvedKpi {
    private final KpiDefinition definition;
    private final int order;
    private final @Nullable Expression expression;
    private final Reach reach;
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
            @Nullable Expression expression,
            Reach reach,
            List<String> dimensions,
            EffectiveRollup overTime,
            EffectiveRollup overMembers) {
        this.definition = definition;
        this.order = order;
        this.expression = expression;
        this.reach = reach;
        this.references = expression == null
                ? List.of()
                : expression.references().stream().map(KpiCode::new).toList();
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

    public Optional<Expression> expression() {
        return Optional.ofNullable(expression);
    }

    /** Which periods of its references its formula reads. */
    public Reach reach() {
        return reach;
    }

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
}
