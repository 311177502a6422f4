package com.planitai.kpi.engine.formula;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.unit.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a formula would be.
 *
 * @param references known KPIs it names, in formula order, once each
 * @param unit as derived; null when there are faults, for bare literals and for what no unit says, such as KRW²
 * @param faults in the order of their places; none exactly when valid
 */
public record FormulaCheck(
        boolean valid, List<KpiCode> references, @Nullable Unit unit, List<FormulaFault> faults) {
    public FormulaCheck {
        references = List.copyOf(references);
        faults = List.copyOf(faults);
    }
}
