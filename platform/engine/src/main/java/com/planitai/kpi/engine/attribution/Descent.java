package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.ResolvedKpi;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** The way down a tree in which every KPI comes after all its parents. */
final class Descent {
    private Descent() {}

    /** The root and everything below it. */
    static List<ResolvedKpi> from(KpiGraph graph, KpiCode root) {
        var found = new ArrayList<ResolvedKpi>();
        var seen = new HashSet<KpiCode>();
        var open = new ArrayDeque<KpiCode>();
        open.add(root);
        while (!open.isEmpty()) {
            var code = open.remove();
            if (seen.add(code)) {
                found.add(graph.resolved(code));
                open.addAll(graph.references(code));
            }
        }
        found.sort(Comparator.comparingInt(ResolvedKpi::order).reversed());
        return List.copyOf(found);
    }
}
