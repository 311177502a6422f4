package com.planitai.kpi.engine.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Depth-first search without recursion: graphs may be ten thousand KPIs deep. */
final class CycleSearch {
    private final Function<KpiCode, List<KpiCode>> references;
    private final Map<KpiCode, Integer> onPath = new HashMap<>();
    private final List<KpiCode> path = new ArrayList<>();
    private final List<Integer> nextReference = new ArrayList<>();
    private final Set<KpiCode> done = new HashSet<>();
    private final List<KpiCode> order = new ArrayList<>();
    private final List<List<KpiCode>> cycles = new ArrayList<>();

    private CycleSearch(Function<KpiCode, List<KpiCode>> references) {
        this.references = references;
    }

    /**
     * @param cycles each beginning and ending with the same KPI; breaking all of them leaves none
     * @param order every KPI after all it refers to, when there is no cycle
     */
    record Result(List<List<KpiCode>> cycles, List<KpiCode> order) {}

    static Result search(Collection<KpiCode> kpis, Function<KpiCode, List<KpiCode>> references) {
        var search = new CycleSearch(references);
        for (var kpi : kpis) {
            if (!search.done.contains(kpi)) {
                search.from(kpi);
            }
        }
        return new Result(search.cycles, search.order);
    }

    private void from(KpiCode start) {
        enter(start);
        while (!path.isEmpty()) {
            var kpi = path.getLast();
            var below = references.apply(kpi);
            var next = nextReference.getLast();
            if (next == below.size()) {
                leave(kpi);
                continue;
            }
            nextReference.set(nextReference.size() - 1, next + 1);
            var reference = below.get(next);
            if (onPath.containsKey(reference)) {
                cycle(reference);
            } else if (!done.contains(reference)) {
                enter(reference);
            }
        }
    }

    private void enter(KpiCode kpi) {
        onPath.put(kpi, path.size());
        path.add(kpi);
        nextReference.add(0);
    }

    private void leave(KpiCode kpi) {
        path.removeLast();
        nextReference.removeLast();
        onPath.remove(kpi);
        done.add(kpi);
        order.add(kpi);
    }

    private void cycle(KpiCode closing) {
        var cycle = new ArrayList<>(path.subList(onPath.getOrDefault(closing, 0), path.size()));
        cycle.add(closing);
        cycles.add(cycle);
    }
}
