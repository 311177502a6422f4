package com.planitai.kpi.engine.simulation;

import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** A KPI's value in a period as a function of another's, for {@link GoalSeek} and for sensitivities. */
public final class Lever implements DoubleUnaryOperator {
    private final WhatIf whatIf;
    private final Evaluation evaluation;
    private final String scenario;
    private final Period period;
    private final KpiCode kpi;
    private final KpiCode lever;
    private final double today;

    /**
     * Both over all members.
     *
     * @throws IllegalArgumentException when the graph does not contain one of them
     */
    public Lever(WhatIf whatIf, Evaluation evaluation, String scenario, Period period, KpiCode kpi, KpiCode lever) {
        this.whatIf = whatIf;
        this.evaluation = evaluation;
        this.scenario = scenario;
        this.period = period;
        this.kpi = kpi;
        this.lever = lever;
        this.today = WhatIf.values(evaluation, scenario, lever, period, period, new TreeMap<>())[0];
    }

    /** The lever's own value; NaN when missing. */
    public double today() {
        return today;
    }

    /** NaN where the KPI is missing, and where the lever cannot be set. */
    @Override
    public double applyAsDouble(double value) {
        var change = new Change(lever, Change.Operation.SET, value, period, period, new TreeMap<>());
        var plan = whatIf.plan(scenario, List.of(change), (code, from, to, members, rules) -> new double[] {today});
        return switch (plan) {
            case WhatIfPlan.Refused refused -> Double.NaN;
            case WhatIfPlan.Planned planned ->
                WhatIf.values(
                        WhatIf.changed(evaluation, planned.rules()), scenario, kpi, period, period, new TreeMap<>())[0];
        };
    }
}
