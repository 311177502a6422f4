package com.planitai.kpi.engine.expression;

import java.util.ArrayDeque;
import java.util.Deque;

/** What kind of function of its references a formula is, which decides how its values may be rolled up. */
public enum Shape {
    /** No reference below. */
    CONSTANT,
    /** A sum of references, each times a constant, and nothing added: it commutes with sums. */
    LINEAR,
    /** Linear over linear, so that rolling up both sides first gives the right ratio. */
    QUOTIENT,
    OTHER;

    public static Shape of(Expression expression) {
        var stack = new ArrayDeque<Shape>();
        for (var instruction : expression.instructions()) {
            switch (instruction) {
                case Instruction.Literal literal -> stack.push(CONSTANT);
                case Instruction.Reference reference -> stack.push(LINEAR);
                case Instruction.Shift shift -> stack.push(stack.pop());
                case Instruction.LastYear lastYear -> stack.push(stack.pop());
                case Instruction.Rolling rolling -> stack.push(rolling(stack.pop()));
                case Instruction.Apply apply -> stack.push(applied(apply, stack));
            }
        }
        return stack.pop();
    }

    /** A sum of ratios is no ratio of sums, and passing over missing values makes a sum of constants a count. */
    private static Shape rolling(Shape operand) {
        return operand == LINEAR ? LINEAR : OTHER;
    }

    private static Shape applied(Instruction.Apply apply, Deque<Shape> stack) {
        var right = stack.pop();
        if (apply.operation() == Operation.NEGATE) {
            return right;
        }
        var constant = right == CONSTANT;
        var left = right;
        for (var i = 1; i < apply.arity(); i++) {
            left = stack.pop();
            constant &= left == CONSTANT;
        }
        if (constant) {
            return CONSTANT;
        }
        return switch (apply.operation()) {
            case ADD, SUBTRACT -> left == LINEAR && right == LINEAR ? LINEAR : OTHER;
            case MULTIPLY -> left == CONSTANT ? right : right == CONSTANT ? left : OTHER;
            case DIVIDE -> right == CONSTANT ? left : left == LINEAR && right == LINEAR ? QUOTIENT : OTHER;
            default -> OTHER;
        };
    }
}
