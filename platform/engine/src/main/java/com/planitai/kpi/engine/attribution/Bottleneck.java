package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.model.Direction;
import com.planitai.kpi.engine.model.KpiCode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A driver that holds the KGI back, with what it costs and how much the KGI answers to it side by side: one score of both
 * would hide which of them it is.
 *
 * @param contribution to the KGI's gap, unfavourable, in the KGI's unit
 * @param share of the gap that it explains, above 1 where others make up for it; null where the gap is not unfavourable
 * @param elasticity of the KGI to this driver; null where it is unknown
 * @param leaf whether nothing is explained below it
 */
public record Bottleneck(
        KpiCode kpi,
        double contribution,
        @Nullable Double share,
        @Nullable Double elasticity,
        boolean leaf) {
    public Bottleneck {
        Objects.requireNonNull(kpi, "kpi");
    }

    /**
     * The drivers, leaves and inner KPIs alike, whose contributions are unfavourable; the worst first.
     *
     * @param gap from the reference (first) to the actual value (second) of the KGI
     * @param direction of the KGI; inside a band that is good nothing is unfavourable
     */
    public static List<Bottleneck> rank(Attribution gap, Direction direction, Map<KpiCode, Sensitivity> sensitivities) {
        var good = goodSign(direction, gap.second());
        var isBehind = gap.delta() * good < 0;
        return gap.nodes().stream()
                .filter(node -> !node.kpi().equals(gap.kpi()))
                .filter(node -> node.contribution() * good < 0)
                .sorted(Comparator.<NodeContribution>comparingDouble(node -> node.contribution() * good)
                        .thenComparing(NodeContribution::kpi))
                .map(node -> {
                    var sensitivity = sensitivities.get(node.kpi());
                    return new Bottleneck(
                            node.kpi(),
                            node.contribution(),
                            isBehind ? gap.share(node.contribution()).orElse(null) : null,
                            sensitivity == null ? null : sensitivity.elasticity(),
                            node.leaf());
                })
                .toList();
    }

    /** The sign of a change for the better; 0 where neither is. */
    private static int goodSign(Direction direction, double value) {
        return switch (direction.kind()) {
            case UP -> 1;
            case DOWN -> -1;
            case RANGE -> {
                var lower = Objects.requireNonNull(direction.lower());
                var upper = Objects.requireNonNull(direction.upper());
                yield value < lower ? 1 : value > upper ? -1 : 0;
            }
        };
    }
}
