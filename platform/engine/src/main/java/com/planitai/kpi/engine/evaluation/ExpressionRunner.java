package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.Instruction;
import com.planitai.kpi.engine.expression.Operation;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Runs a formula over columns of one length. */
final class ExpressionRunner {
    private final KpiGraph graph;
    private final MissingCauses causes;
    private final ColumnMath math;
    private final Map<List<String>, Set<KpiCode>> inputs = new HashMap<>();

    ExpressionRunner(KpiGraph graph, MissingCauses causes) {
        this.graph = graph;
        this.causes = causes;
        this.math = new ColumnMath(causes);
    }

    Column run(Expression expression, Map<String, Column> references, int length) {
        var stack = new ArrayDeque<Column>();
        var instructions = expression.instructions();
        for (var i = 0; i < instructions.size(); i++) {
            var index = i;
            var result = switch (instructions.get(i)) {
                case Instruction.Literal literal -> Column.constant(length, literal.value());
                case Instruction.Reference reference -> reference(references, reference);
                case Instruction.Shift shift -> stack.pop().shifted(shift.periods());
                case Instruction.Apply apply ->
                    math.apply(
                            apply.operation(), operands(stack, apply.arity()), code -> cause(code, expression, index));
            };
            stack.push(result);
        }
        return stack.pop();
    }

    private static Column reference(Map<String, Column> references, Instruction.Reference reference) {
        var column = references.get(reference.code());
        if (column == null) {
            throw new IllegalStateException("expected " + reference.code() + " to have been evaluated");
        }
        return column;
    }

    private static List<Column> operands(Deque<Column> stack, int arity) {
        var operands = new ArrayList<Column>(arity);
        for (var i = 0; i < arity; i++) {
            operands.addFirst(stack.pop());
        }
        return operands;
    }

    /** A quotient names the inputs below its divisor, everything else those below all its operands. */
    private int cause(MissingReason.Code code, Expression expression, int index) {
        var divides = expression.instructions().get(index) instanceof Instruction.Apply apply
                && apply.operation() == Operation.DIVIDE
                && code == MissingReason.Code.DIVISION_BY_ZERO;
        return causes.number(
                code,
                inputs.computeIfAbsent(expression.referencesBelow(divides ? index - 1 : index), this::inputsBelow));
    }

    private Set<KpiCode> inputsBelow(List<String> codes) {
        var seen = new LinkedHashSet<KpiCode>();
        var open = new ArrayDeque<KpiCode>();
        codes.forEach(code -> open.add(new KpiCode(code)));
        var found = new TreeSet<KpiCode>();
        while (!open.isEmpty()) {
            var kpi = open.remove();
            if (!seen.add(kpi)) {
                continue;
            }
            if (graph.definition(kpi).isInput()) {
                found.add(kpi);
            }
            open.addAll(graph.references(kpi));
        }
        return found;
    }
}
