package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One KPI's part in the delta of the KPI asked about, over all ways that lead to it, in the unit of the latter.
 *
 * @param contribution sums over parents
 * @param kept of the contribution what nothing below explains: all of it for a leaf
 * @param residual of the contribution what came from a value set beside the computed one, or from another formula that
 *     held at the first point
 * @param standardError of the contribution where a formula above was sampled, to first order and as if its parents'
 *     were independent; 0 when exact
 * @param leaf an input, or a formula KPI below which the attribution does not go
 * @param obstacle why it does not, exactly for a formula KPI that is a leaf
 */
public record NodeContribution(
        KpiCode kpi,
        double contribution,
        double kept,
        double residual,
        double standardError,
        boolean leaf,
        @Nullable Obstacle obstacle) {
    public NodeContribution {
        Objects.requireNonNull(kpi, "kpi");
        if (obstacle != null && !leaf) {
            throw new IllegalArgumentException("expected an obstacle of a leaf only, got " + obstacle.code());
        }
    }
}
