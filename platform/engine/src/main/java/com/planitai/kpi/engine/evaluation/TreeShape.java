package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which KPIs a tree shows and how they hang together. Formulas form no cycle; influences may close one, and those that do
 * are shown but give no depth. Nothing here recurses: trees may be ten thousand KPIs deep.
 */
final class TreeShape {
    private final KpiGraph graph;
    private final Map<KpiCode, List<KpiCode>> influences = new HashMap<>();
    private final Map<KpiCode, List<Edge>> edgesDown = new LinkedHashMap<>();
    private final Map<KpiCode, List<KpiCode>> parents = new HashMap<>();
    private final Map<KpiCode, Integer> depths = new HashMap<>();
    private final List<KpiCode> nodes;
    private final List<Edge> edges;
    private final Map<KpiCode, List<KpiCode>> children = new HashMap<>();

    TreeShape(KpiGraph graph, KpiCode root, Collection<Influence> believed) {
        this.graph = graph;
        for (var influence : believed) {
            requireKnown(influence.from());
            requireKnown(influence.to());
            influences
                    .computeIfAbsent(influence.from(), from -> new ArrayList<>())
                    .add(influence.to());
        }
        collect(root);
        this.nodes = List.copyOf(edgesDown.keySet());
        this.edges = edgesDown.values().stream().flatMap(List::stream).toList();
        edges.forEach(edge ->
                parents.computeIfAbsent(edge.to(), to -> new ArrayList<>()).add(edge.from()));
        parents.replaceAll((kpi, list) -> List.copyOf(list));
        edgesDown.forEach(
                (kpi, down) -> children.put(kpi, down.stream().map(Edge::to).toList()));
        measureDepths(root);
    }

    private void requireKnown(KpiCode kpi) {
        if (!graph.contains(kpi)) {
            throw new IllegalArgumentException("expected an influence between KPIs of the graph, got " + kpi);
        }
    }

    /** The root, then depth-first in formula order, influences last; each once, where it is first met. */
    List<KpiCode> nodes() {
        return nodes;
    }

    List<Edge> edges() {
        return edges;
    }

    List<KpiCode> children(KpiCode kpi) {
        return children.getOrDefault(kpi, List.of());
    }

    List<KpiCode> parents(KpiCode kpi) {
        return parents.getOrDefault(kpi, List.of());
    }

    int depth(KpiCode kpi) {
        return depths.getOrDefault(kpi, 0);
    }

    private void collect(KpiCode root) {
        var open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            var kpi = open.pop();
            if (edgesDown.containsKey(kpi)) {
                continue;
            }
            var edges = edgesFrom(kpi);
            edgesDown.put(kpi, edges);
            edges.reversed().forEach(edge -> open.push(edge.to()));
        }
    }

    private List<Edge> edgesFrom(KpiCode kpi) {
        var edges = new ArrayList<Edge>();
        var seen = new HashSet<KpiCode>();
        for (var reference : graph.references(kpi)) {
            seen.add(reference);
            edges.add(new Edge(kpi, reference, Edge.Kind.FORMULA));
        }
        for (var influenced : influences.getOrDefault(kpi, List.of())) {
            if (seen.add(influenced)) {
                edges.add(new Edge(kpi, influenced, Edge.Kind.INFLUENCE));
            }
        }
        return edges;
    }

    /** Longest paths over the formula edges and those influences, in tree order, that close no cycle with them. */
    private void measureDepths(KpiCode root) {
        var below = new HashMap<KpiCode, List<KpiCode>>();
        for (var edge : edges) {
            if (edge.kind() == Edge.Kind.FORMULA) {
                below.computeIfAbsent(edge.from(), from -> new ArrayList<>()).add(edge.to());
            }
        }
        for (var edge : edges) {
            if (edge.kind() == Edge.Kind.INFLUENCE && !leadsTo(edge.to(), edge.from(), below)) {
                below.computeIfAbsent(edge.from(), from -> new ArrayList<>()).add(edge.to());
            }
        }
        relax(root, below);
    }

    private static boolean leadsTo(KpiCode from, KpiCode to, Map<KpiCode, List<KpiCode>> below) {
        Set<KpiCode> seen = new HashSet<>();
        var open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            var kpi = open.pop();
            if (kpi.equals(to)) {
                return true;
            }
            if (seen.add(kpi)) {
                below.getOrDefault(kpi, List.of()).forEach(open::push);
            }
        }
        return false;
    }

    /** Kahn's order: a KPI's depth is final once all edges to it have been followed. */
    private void relax(KpiCode root, Map<KpiCode, List<KpiCode>> below) {
        var waiting = new HashMap<KpiCode, Integer>();
        below.values().forEach(list -> list.forEach(kpi -> waiting.merge(kpi, 1, Integer::sum)));
        var ready = new ArrayDeque<KpiCode>();
        nodes.stream().filter(kpi -> !waiting.containsKey(kpi)).forEach(ready::add);
        depths.put(root, 0);
        while (!ready.isEmpty()) {
            var kpi = ready.remove();
            for (var next : below.getOrDefault(kpi, List.of())) {
                depths.merge(next, depth(kpi) + 1, Math::max);
                if (waiting.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
    }
}
