package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a root KPI answers to each KPI below it, in one pass down the tree: a node's slope is the sum over its parents of
 * the parent's slope times the partial derivative of the parent's formula (the chain rule, accumulated from the root as in
 * Griewank and Walther 2008, Evaluating Derivatives, section 3.2). Where a formula is rolled up over cells, those of the
 * driver are scaled in proportion.
 */
public final class TreeSensitivity {
    private TreeSensitivity() {}

    /**
     * At the tree's second point; a KPI is absent where its value or a derivative on the way to it is missing.
     *
     * @throws IllegalArgumentException when the graph does not contain the root
     */
    public static Map<KpiCode, Sensitivity> of(KpiGraph graph, KpiCode root, TwoPointTree tree) {
        var slopes = new HashMap<KpiCode, Double>();
        slopes.put(root, 1.0);
        var found = new LinkedHashMap<KpiCode, Sensitivity>();
        for (var kpi : Descent.from(graph, root)) {
            var code = kpi.definition().code();
            var slope = slopes.getOrDefault(code, Double.NaN);
            Sensitivity.of(slope, tree.value(code, true), tree.value(root, true))
                    .ifPresent(sensitivity -> found.put(code, sensitivity));
            if (kpi.definition().isInput() || Double.isNaN(tree.value(code, true))) {
                continue;
            }
            var formula = tree.formula(code);
            for (var driver = 0; driver < formula.drivers().size(); driver++) {
                slopes.merge(formula.drivers().get(driver), slope * partial(formula, driver, tree), Double::sum);
            }
        }
        return Collections.unmodifiableMap(found);
    }

    private static double partial(TwoPointFormula formula, int driver, TwoPointTree tree) {
        var atSecond = new boolean[formula.drivers().size()];
        Arrays.fill(atSecond, true);
        return CentralDifference.slope(
                value -> formula.valueWith(atSecond, driver, value),
                tree.value(formula.drivers().get(driver), true));
    }
}
