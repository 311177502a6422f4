package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.time.Period;
import java.util.List;

/** The answer to a {@link TreeQuery}. */
public sealed interface TreeResult {
    /**
     * The KPIs and how they hang together.
     *
     * @param nodes the root first, then drivers depth-first in formula order
     * @param edges in the order in which their parents appear, formula edges before influences
     */
    record Tree(Period period, boolean partial, List<TreeNode> nodes, List<Edge> edges) implements TreeResult {
        public Tree {
            nodes = List.copyOf(nodes);
            edges = List.copyOf(edges);
        }
    }

    /** The query filters on a dimension that the root does not carry. */
    record DimensionNotCarried(String dimension) implements TreeResult {}
}
