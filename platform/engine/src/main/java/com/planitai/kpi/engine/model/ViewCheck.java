package com.planitai.kpi.engine.model;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.ExpressionFault;
import com.planitai.kpi.engine.expression.Faults;
import com.planitai.kpi.engine.expression.Instruction;
import com.planitai.kpi.engine.expression.View;
import com.planitai.kpi.engine.time.Grain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether the KPIs that a formula reads in part, to date or as a total, have such parts. */
public final class ViewCheck {
    private ViewCheck() {}

    /**
     * Every fault, in formula order.
     *
     * @param grain of the KPI whose formula it is; null while that is not known
     * @param dimensions what a KPI of the formula carries, by its code
     */
    public static List<ExpressionFault> faults(
            Expression expression, @Nullable Grain grain, Function<String, Collection<String>> dimensions) {
        var faults = new ArrayList<ExpressionFault>();
        for (var instruction : expression.instructions()) {
            if (!(instruction instanceof Instruction.Reference reference)) {
                continue;
            }
            switch (reference.view()) {
                case View.Plain plain -> {}
                case View.ToDate(var unit) -> {
                    if (grain != null && unit.isFinerThan(grain)) {
                        faults.add(Faults.toDateTooFine(reference.at(), unit, grain));
                    }
                }
                case View.Total(var dimension) -> {
                    if (!dimensions.apply(reference.code()).contains(dimension)) {
                        faults.add(Faults.shareNotCarried(reference.at(), reference.code(), dimension));
                    }
                }
            }
        }
        return faults;
    }
}
