package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import java.util.Objects;

/** Explains why a KPI moved between two points, by its drivers and down to the leaves. Immutable and thread-safe. */
public final class Attributor {
    private final KpiGraph graph;
    private final AttributionMethod method;
    private final long seed;

    /** @param seed of the samples that formulas with many drivers need; the same seed gives the same answer */
    public Attributor(KpiGraph graph, AttributionMethod method, long seed) {
        this.graph = Objects.requireNonNull(graph, "graph");
        this.method = Objects.requireNonNull(method, "method");
        this.seed = seed;
    }

    /**
     * The explanation, or the obstacle.
     *
     * @throws IllegalArgumentException when the graph does not contain the KPI
     */
    public AttributionResult attribute(KpiCode kpi, TwoPointTree tree) {
        var split = switch (method) {
            case SHAPLEY -> new Shapley(tree, seed);
            case LMDI -> new Lmdi(tree);
        };
        return new AttributionRun(method, split, tree, MovingNode.below(graph, kpi, tree)).run();
    }
}
