package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.Instruction;
import com.planitai.kpi.engine.expression.Operation;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.SamePeriod;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A formula as loops over columns, for periods of one grain. Its slots are the expression's operands, in their order, so that
 * formulas of one shape, such as all products of two KPIs, are the same.
 */
record CompiledFormula(Node root) {
    /** Formulas up to this many instructions are shared; to compare longer ones would cost more than it saves. */
    static final int MAX_SHARED_INSTRUCTIONS = 32;

    static CompiledFormula of(Expression expression, Grain grain) {
        var operands = expression.operands();
        var stack = new ArrayDeque<Node>();
        for (var instruction : expression.instructions()) {
            stack.push(
                    switch (instruction) {
                        case Instruction.Literal literal -> new Node.Constant(literal.value());
                        case Instruction.Reference reference -> new Node.Load(operands.indexOf(reference.operand()));
                        case Instruction.Shift shift -> new Node.Shift(shift.periods(), stack.pop());
                        case Instruction.LastYear lastYear -> lastYear(grain, stack.pop());
                        case Instruction.Rolling rolling ->
                            new Node.Rolling(rolling.averages(), rolling.periods(), stack.pop());
                        case Instruction.Apply apply -> applied(apply, stack);
                    });
        }
        return new CompiledFormula(stack.pop());
    }

    private static Node lastYear(Grain grain, Node operand) {
        return switch (grain) {
            case DAY, WEEK -> new Node.LastYear(operand);
            case MONTH, QUARTER, YEAR -> new Node.Shift(SamePeriod.mostPeriodsBack(grain), operand);
        };
    }

    private static Node applied(Instruction.Apply apply, Deque<Node> stack) {
        var operands = new ArrayList<Node>();
        for (var i = 0; i < apply.arity(); i++) {
            operands.addFirst(stack.pop());
        }
        return switch (apply.operation()) {
            case IF -> new Node.Choice(operands.get(0), operands.get(1), operands.get(2));
            case COALESCE -> new Node.Coalesce(List.copyOf(operands));
            case MIN, MAX -> joined(apply.operation(), operands);
            case NEGATE, NOT, ABS, ROUND, FLOOR, CEIL, SQRT, LN, EXP ->
                new Node.Unary(apply.operation(), operands.getFirst());
            default -> new Node.Binary(apply.operation(), operands.get(0), operands.get(1));
        };
    }

    private static Node joined(Operation operation, List<Node> operands) {
        var joined = operands.getFirst();
        for (var operand : operands.subList(1, operands.size())) {
            joined = new Node.Binary(operation, joined, operand);
        }
        return joined;
    }

    /** @param low ordinal of the first cell wanted */
    Column run(Frame frame, int low, int length) {
        var values = root.run(frame, low, length);
        return Column.view(values, frame.offset, length);
    }
}
