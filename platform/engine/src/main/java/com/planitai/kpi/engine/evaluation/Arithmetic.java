package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.expression.Operation;

/**
 * Operations on numbers that are there. NaN stands for a missing number everywhere in this package, and a result that is
 * infinite is one. Truth is 1 and falsehood 0; any other number is true.
 */
final class Arithmetic {
    static final double MISSING = Double.NaN;

    private Arithmetic() {}

    static boolean isPresent(double value) {
        return !Double.isNaN(value);
    }

    /** The number itself when it is finite, else missing; written without a branch, so that loops of it vectorise. */
    static double finite(double value) {
        return value + value * 0;
    }

    static double truth(boolean condition) {
        return condition ? 1 : 0;
    }

    static double binary(Operation operation, double left, double right) {
        return switch (operation) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case POWER -> Math.pow(left, right);
            case MIN -> Math.min(left, right);
            case MAX -> Math.max(left, right);
            case LESS -> truth(left < right);
            case LESS_OR_EQUAL -> truth(left <= right);
            case GREATER -> truth(left > right);
            case GREATER_OR_EQUAL -> truth(left >= right);
            case EQUAL -> truth(left == right);
            case NOT_EQUAL -> truth(left != right);
            default -> throw new IllegalArgumentException("expected an operation of two numbers, got " + operation);
        };
    }

    static double unary(Operation operation, double operand) {
        return switch (operation) {
            case NEGATE -> -operand;
            case NOT -> truth(operand == 0);
            case ABS -> Math.abs(operand);
            case ROUND -> rounded(operand);
            case FLOOR -> Math.floor(operand);
            case CEIL -> Math.ceil(operand);
            case SQRT -> Math.sqrt(operand);
            case LN -> Math.log(operand);
            case EXP -> Math.exp(operand);
            default -> throw new IllegalArgumentException("expected an operation of one number, got " + operation);
        };
    }

    private static double rounded(double number) {
        var whole = Math.floor(Math.abs(number));
        return Math.copySign(Math.abs(number) - whole >= 0.5 ? whole + 1 : whole, number);
    }
}
