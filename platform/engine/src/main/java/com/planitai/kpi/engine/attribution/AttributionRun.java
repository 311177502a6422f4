package com.planitai.kpi.engine.attribution;

import java.util.ArrayList;
import java.util.List;

/**
 * Hands a root's delta down its tree, one KPI after all of its parents. A node's parts are weighed by (its contribution /
 * its own delta), so that they sum to its contribution; where that delta is negligible, as when drivers move against each
 * other, by the slope of the root to the node, which the quotient tends to.
 */
final class AttributionRun {
    private final AttributionMethod method;
    private final DriverSplit splitter;
    private final TwoPointTree tree;
    private final List<MovingNode> nodes;

    /** @param nodes the root first, parents before drivers */
    AttributionRun(AttributionMethod method, DriverSplit splitter, TwoPointTree tree, List<MovingNode> nodes) {
        this.method = method;
        this.splitter = splitter;
        this.tree = tree;
        this.nodes = nodes;
    }

    AttributionResult run() {
        var root = nodes.getFirst();
        root.becomeRoot();
        return switch (split(root)) {
            case Split.Blocked blocked -> new AttributionResult.Refused(blocked.obstacle());
            case Split.Parts parts -> {
                handDown(root, parts);
                nodes.stream().skip(1).filter(MovingNode::isReached).forEach(this::explain);
                yield result(root, parts);
            }
        };
    }

    private void explain(MovingNode node) {
        if (node.drivers().isEmpty()) {
            return;
        }
        if (!node.moved() && !node.values().isMissing()) {
            node.explainNothing();
            return;
        }
        switch (split(node)) {
            case Split.Blocked blocked -> node.stopAt(blocked.obstacle());
            case Split.Parts parts -> {
                if (Double.isNaN(node.weight())) {
                    node.stopAt(Obstacle.of(Obstacle.Code.NO_SLOPE, node.code()));
                } else {
                    handDown(node, parts);
                }
            }
        }
    }

    private Split split(MovingNode node) {
        if (node.isInput()) {
            return blocked(Obstacle.Code.NO_FORMULA, node);
        }
        if (node.values().isMissing()) {
            return blocked(Obstacle.Code.VALUE_MISSING, node);
        }
        var split = splitter.split(node.code(), tree.formula(node.code()));
        return split instanceof Split.Parts parts
                        && !(parts.isFinite() && Double.isFinite(node.values().delta()))
                ? blocked(Obstacle.Code.OUT_OF_RANGE, node)
                : split;
    }

    private static Split blocked(Obstacle.Code code, MovingNode node) {
        return new Split.Blocked(Obstacle.of(code, node.code()));
    }

    private void handDown(MovingNode node, Split.Parts parts) {
        node.explain(parts);
        for (var i = 0; i < node.drivers().size(); i++) {
            var driver = node.drivers().get(i);
            if (driver.needsSlope()) {
                driver.receiveSlope(node.weight() * splitter.slope(node.code(), tree.formula(node.code()), i));
            }
        }
    }

    /** Weights multiply on the way down, and may do so beyond what a number can hold. */
    private AttributionResult result(MovingNode root, Split.Parts parts) {
        var items = new ArrayList<DriverContribution>();
        for (var i = 0; i < root.drivers().size(); i++) {
            items.add(new DriverContribution(
                    root.drivers().get(i).code(), parts.contribution(i), parts.standardError(i)));
        }
        var reached = nodes.stream()
                .filter(MovingNode::isReached)
                .map(MovingNode::result)
                .toList();
        for (var node : reached) {
            if (!Double.isFinite(node.contribution() + node.kept() + node.residual())) {
                return new AttributionResult.Refused(Obstacle.of(Obstacle.Code.OUT_OF_RANGE, node.kpi()));
            }
        }
        var values = root.values();
        return new AttributionResult.Attributed(
                new Attribution(root.code(), method, values.first(), values.second(), items, reached));
    }
}
