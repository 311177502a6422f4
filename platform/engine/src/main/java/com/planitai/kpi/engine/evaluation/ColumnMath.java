package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.expression.Operation;
import java.util.List;

/**
 * Operations on columns. What cannot be computed becomes missing, never an exception: a missing operand passes its cause
 * on, a division by zero and a result that is no finite number make one.
 */
final class ColumnMath {
    private final MissingCauses causes;

    ColumnMath(MissingCauses causes) {
        this.causes = causes;
    }

    /** Makes the number of a cause; only called when there is one. */
    @FunctionalInterface
    interface CauseSource {
        int cause(MissingReason.Code code);
    }

    Column apply(Operation operation, List<Column> operands, CauseSource source) {
        return switch (operation) {
            case AND, OR -> junction(operands.get(0), operands.get(1), operation == Operation.OR);
            case IF -> choice(operands.get(0), operands.get(1), operands.get(2));
            case COALESCE -> coalesce(operands);
            case MIN, MAX -> extreme(operation, operands, source);
            case NEGATE, NOT, ABS, ROUND, FLOOR, CEIL, SQRT, LN, EXP -> unary(operation, operands.getFirst(), source);
            case ADD,
                    SUBTRACT,
                    MULTIPLY,
                    DIVIDE,
                    POWER,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    EQUAL,
                    NOT_EQUAL -> binary(operation, operands.get(0), operands.get(1), source);
        };
    }

    private Column extreme(Operation operation, List<Column> operands, CauseSource source) {
        var result = operands.getFirst();
        for (var operand : operands.subList(1, operands.size())) {
            result = binary(operation, result, operand, source);
        }
        return result;
    }

    private Column binary(Operation operation, Column left, Column right, CauseSource source) {
        var values = new double[left.length()];
        var missing = new int[values.length];
        for (var i = 0; i < values.length; i++) {
            missing[i] = causes.union(left.missing()[i], right.missing()[i]);
            if (missing[i] != MissingCauses.PRESENT) {
                continue;
            }
            var divisor = right.values()[i];
            if (operation == Operation.DIVIDE && divisor == 0) {
                missing[i] = source.cause(MissingReason.Code.DIVISION_BY_ZERO);
                continue;
            }
            values[i] = binary(operation, left.values()[i], divisor);
            if (!Double.isFinite(values[i])) {
                missing[i] = source.cause(MissingReason.Code.NOT_A_NUMBER);
            }
        }
        return Column.of(values, missing);
    }

    private static double binary(Operation operation, double left, double right) {
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

    private Column unary(Operation operation, Column operand, CauseSource source) {
        var values = new double[operand.length()];
        var missing = operand.missing().clone();
        for (var i = 0; i < values.length; i++) {
            if (missing[i] == MissingCauses.PRESENT) {
                values[i] = unary(operation, operand.values()[i]);
                if (!Double.isFinite(values[i])) {
                    missing[i] = source.cause(MissingReason.Code.NOT_A_NUMBER);
                }
            }
        }
        return Column.of(values, missing);
    }

    private static double unary(Operation operation, double operand) {
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

    /** Kleene's {@code and}, {@code or}: one side that decides is enough, whatever the other is. */
    private Column junction(Column left, Column right, boolean deciding) {
        var values = new double[left.length()];
        var missing = new int[values.length];
        for (var i = 0; i < values.length; i++) {
            if (decides(left, i, deciding) || decides(right, i, deciding)) {
                values[i] = truth(deciding);
            } else {
                values[i] = truth(!deciding);
                missing[i] = causes.union(left.missing()[i], right.missing()[i]);
            }
        }
        return Column.of(values, missing);
    }

    private static boolean decides(Column side, int index, boolean deciding) {
        return side.isPresent(index) && (side.values()[index] != 0) == deciding;
    }

    private static Column choice(Column condition, Column then, Column otherwise) {
        var values = new double[condition.length()];
        var missing = condition.missing().clone();
        for (var i = 0; i < values.length; i++) {
            if (missing[i] == MissingCauses.PRESENT) {
                var chosen = condition.values()[i] != 0 ? then : otherwise;
                values[i] = chosen.values()[i];
                missing[i] = chosen.missing()[i];
            }
        }
        return Column.of(values, missing);
    }

    private Column coalesce(List<Column> operands) {
        var values = operands.getFirst().values().clone();
        var missing = operands.getFirst().missing().clone();
        for (var operand : operands.subList(1, operands.size())) {
            for (var i = 0; i < values.length; i++) {
                if (missing[i] == MissingCauses.PRESENT) {
                    continue;
                }
                values[i] = operand.values()[i];
                missing[i] =
                        operand.isPresent(i) ? MissingCauses.PRESENT : causes.union(missing[i], operand.missing()[i]);
            }
        }
        return Column.of(values, missing);
    }

    private static double truth(boolean condition) {
        return condition ? 1 : 0;
    }
}
