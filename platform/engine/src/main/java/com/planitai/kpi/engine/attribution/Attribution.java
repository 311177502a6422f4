package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A KPI's delta between two points, explained twice: by its direct drivers, and by the leaves of its tree. Each
 * explanation and its residual sum to the delta.
 *
 * @param items the direct drivers, in formula order
 * @param nodes the KPI itself and every KPI below it that was reached, parents before drivers
 */
public record Attribution(
        KpiCode kpi,
        AttributionMethod method,
        double first,
        double second,
        List<DriverContribution> items,
        List<NodeContribution> nodes) {
    /** A sum may miss the delta by this much, relative to the largest of 1, both values and the contributions' sum. */
    public static final double TOLERANCE = 1e-9;

    /** What inner nodes keep and {@link #leaves} leaves out, all of them together, relative to the tolerance. */
    private static final double TRIFLE = 0.01;

    public Attribution {
        Objects.requireNonNull(kpi, "kpi");
        Objects.requireNonNull(method, "method");
        items = List.copyOf(items);
        nodes = List.copyOf(nodes);
    }

    public double delta() {
        return second - first;
    }

    /** Of the KPI's own delta what its formula does not give, see {@link NodeContribution}; beside the {@link #items}. */
    public double ownResidual() {
        return nodes.getFirst().residual();
    }

    /** The same of every KPI of the tree; beside the {@link #leaves}. */
    public double residual() {
        return nodes.stream().mapToDouble(NodeContribution::residual).sum();
    }

    /** The nodes whose {@code kept} parts, with the residual, sum to the delta: leaves, and others that keep a part. */
    public List<NodeContribution> leaves() {
        var trifle = TRIFLE * TOLERANCE * Math.max(1, Math.max(Math.abs(first), Math.abs(second))) / nodes.size();
        return nodes.stream()
                .filter(node -> node.leaf() || Math.abs(node.kept()) > trifle)
                .toList();
    }

    /** A contribution as a share of the delta; empty when the delta is 0. */
    public Optional<Double> share(double contribution) {
        var share = contribution / delta();
        return delta() == 0 || !Double.isFinite(share) ? Optional.empty() : Optional.of(share);
    }
}
