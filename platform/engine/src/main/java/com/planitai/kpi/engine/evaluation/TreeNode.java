package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.unit.Unit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One KPI of a tree; a KPI with several parents is one node.
 *
 * @param depth length of the longest path from the root
 * @param parents over edges of both kinds, in tree order
 * @param children over edges of both kinds, formula order first
 * @param comparisons by entry of the query's {@code compare}, in its order
 */
public record TreeNode(
        KpiCode kpi,
        Unit unit,
        int depth,
        List<KpiCode> parents,
        List<KpiCode> children,
        Cell cell,
        boolean partial,
        Map<String, Comparison> comparisons) {
    public TreeNode {
        parents = List.copyOf(parents);
        children = List.copyOf(children);
        comparisons = Collections.unmodifiableMap(new LinkedHashMap<>(comparisons));
    }
}
