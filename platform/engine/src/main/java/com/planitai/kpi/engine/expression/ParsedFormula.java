package com.planitai.kpi.engine.expression;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the parser made of a text: an expression exactly when there is no fault. */
public final class ParsedFormula {
    private final @Nullable Expression expression;
    private final List<Instruction.Reference> names;
    private final List<ExpressionFault> faults;

    ParsedFormula(@Nullable Expression expression, List<Instruction.Reference> names, List<ExpressionFault> faults) {
        this.expression = expression;
        this.names = List.copyOf(names);
        this.faults = List.copyOf(faults);
    }

    public static ParsedFormula parse(String formula) {
        return Parser.parse(formula);
    }

    public Optional<Expression> expression() {
        return Optional.ofNullable(expression);
    }

    /** Every place that can only mean a KPI, also in a formula that has faults. */
    public List<Instruction.Reference> names() {
        return names;
    }

    public List<ExpressionFault> faults() {
        return faults;
    }
}
