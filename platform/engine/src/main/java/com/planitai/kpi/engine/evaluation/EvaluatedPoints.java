package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.attribution.TwoPointFormula;
import com.planitai.kpi.engine.attribution.TwoPointTree;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A root and everything below it, evaluated at both points of a pair by one program. Used by one thread. */
final class EvaluatedPoints implements TwoPointTree {
    private final KpiGraph graph;
    private final Map<KpiCode, Integer> targets = new HashMap<>();
    private final PointPair pair;
    private final QueryRun first;
    private final QueryRun second;
    private final Map<KpiCode, TwoPointFormula> formulas = new HashMap<>();

    /** @param kpis the targets of both runs */
    EvaluatedPoints(KpiGraph graph, List<KpiCode> kpis, PointPair pair, QueryRun first, QueryRun second) {
        this.graph = graph;
        this.pair = pair;
        this.first = first;
        this.second = second;
        kpis.forEach(kpi -> targets.put(kpi, targets.size()));
    }

    @Override
    public double value(KpiCode kpi, boolean atSecond) {
        var block = (atSecond ? second : first).target(place(kpi));
        return block.column(0).value(ordinal(atSecond) - block.low());
    }

    @Override
    public TwoPointFormula formula(KpiCode kpi) {
        return formulas.computeIfAbsent(
                kpi, wanted -> new MixedFormula(graph, cells(wanted, false), cells(wanted, true), this::value));
    }

    private PointCells cells(KpiCode kpi, boolean atSecond) {
        var run = atSecond ? second : first;
        return new PointCells(run, run.target(place(kpi)), ordinal(atSecond), pair.matchedDimensions());
    }

    private int ordinal(boolean atSecond) {
        return (atSecond ? pair.second() : pair.first()).period().ordinal();
    }

    private int place(KpiCode kpi) {
        var place = targets.get(kpi);
        if (place == null) {
            throw new IllegalArgumentException("expected a KPI below " + pair.root() + ", got " + kpi);
        }
        return place;
    }
}
