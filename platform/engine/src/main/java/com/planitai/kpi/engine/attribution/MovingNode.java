package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.ResolvedKpi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One KPI while contributions are handed down to it; final once all its parents have had their turn. */
final class MovingNode {
    /**
     * A delta that is smaller, relative to the values, is negligible: rounding alone would distort the quotient of
     * contribution and delta by 1e-16 over this, while the slope at the middle errs by its square.
     */
    private static final double NEGLIGIBLE = 1e-6;

    /** How far a value may be from what its formula gives and still be computed, relative to it. */
    private static final double ROUNDING = 1e-12;

    private final ResolvedKpi kpi;
    private final TwoValues values;
    private final List<MovingNode> drivers = new ArrayList<>();
    private boolean moved;

    private boolean reached;
    private double contribution;
    private double variance;
    private double slope;
    private double explained;
    private double residual;
    private @Nullable Obstacle obstacle;

    private MovingNode(ResolvedKpi kpi, TwoValues values) {
        this.kpi = kpi;
        this.values = values;
    }

    /** The root and everything below it, parents before drivers. */
    static List<MovingNode> below(KpiGraph graph, KpiCode root, TwoPointTree tree) {
        var nodes = new LinkedHashMap<KpiCode, MovingNode>();
        for (var kpi : Descent.from(graph, root)) {
            var code = kpi.definition().code();
            nodes.put(code, new MovingNode(kpi, new TwoValues(tree.value(code, false), tree.value(code, true))));
        }
        var parentsFirst = List.copyOf(nodes.values());
        parentsFirst.reversed().forEach(node -> node.connect(nodes));
        return parentsFirst;
    }

    private void connect(Map<KpiCode, MovingNode> nodes) {
        moved = Double.compare(values.first(), values.second()) != 0;
        for (var reference : kpi.references()) {
            var driver = Objects.requireNonNull(nodes.get(reference));
            drivers.add(driver);
            moved |= driver.moved;
        }
    }

    boolean isInput() {
        return kpi.definition().isInput();
    }

    KpiCode code() {
        return kpi.definition().code();
    }

    TwoValues values() {
        return values;
    }

    /** In formula order. */
    List<MovingNode> drivers() {
        return drivers;
    }

    /** Whether the value differs between the points, here or anywhere below. */
    boolean moved() {
        return moved;
    }

    boolean isReached() {
        return reached;
    }

    /** Whether contributions below must be weighed by the slope. */
    boolean needsSlope() {
        return moved && isNegligible() && !drivers.isEmpty();
    }

    private boolean isNegligible() {
        var magnitude = Math.max(Math.abs(values.first()), Math.abs(values.second()));
        return Math.abs(values.delta()) <= NEGLIGIBLE * magnitude;
    }

    /** Units of the root by which one unit of this KPI weighs; NaN when unknown. */
    double weight() {
        var weight = isNegligible() ? slope : contribution / values.delta();
        return Double.isFinite(weight) ? weight : Double.NaN;
    }

    /** The root's delta is its own contribution, whatever the size, and weighs 1. */
    void becomeRoot() {
        receive(values.delta(), 0);
        slope = 1;
    }

    /** Takes a part in from one parent. */
    void receive(double part, double partVariance) {
        reached = true;
        contribution += part;
        variance += partVariance;
    }

    /** Takes in by how much one unit of this KPI moves the root through one parent. */
    void receiveSlope(double part) {
        slope += part;
    }

    /** Hands the parts of the formula's delta down. */
    void explain(Split.Parts parts) {
        var weight = weight();
        var unset = values.delta() - parts.delta();
        if (Math.abs(unset) > ROUNDING * parts.magnitude()) {
            residual = weight * unset;
        }
        explained = weight * parts.delta() + residual;
        var relativeVariance = isNegligible() ? 0 : variance / (values.delta() * values.delta());
        for (var i = 0; i < drivers.size(); i++) {
            var part = parts.contribution(i);
            var error = weight * parts.standardError(i);
            drivers.get(i).receive(weight * part, error * error + part * part * relativeVariance);
        }
    }

    /** Nothing moved at this KPI or below, so that its drivers have no part in what it may have contributed. */
    void explainNothing() {
        drivers.forEach(driver -> driver.receive(0, 0));
    }

    void stopAt(Obstacle found) {
        obstacle = found;
    }

    NodeContribution result() {
        var leaf = drivers.isEmpty() || obstacle != null;
        return new NodeContribution(
                code(), contribution, contribution - explained, residual, Math.sqrt(variance), leaf, obstacle);
    }
}
