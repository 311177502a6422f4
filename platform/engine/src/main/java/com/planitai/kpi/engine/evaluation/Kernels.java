package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.evaluation.Arithmetic.MISSING;
import static com.planitai.kpi.engine.evaluation.Arithmetic.finite;
import static com.planitai.kpi.engine.evaluation.Arithmetic.isPresent;
import static com.planitai.kpi.engine.evaluation.Arithmetic.truth;

import com.planitai.kpi.engine.expression.Operation;

/**
 * Loops over columns. The four operations that most formulas are made of have a loop of their own, which the compiler
 * turns into vector instructions; the result may be written over an operand, for each cell depends on its own cells alone.
 */
final class Kernels {
    private Kernels() {}

    @SuppressWarnings("TooManyParameters") // two operands, each an array and where it begins, and the result
    static void binary(
            Operation operation, double[] left, int leftFrom, double[] right, int rightFrom, double[] out, int length) {
        switch (operation) {
            case ADD -> add(left, leftFrom, right, rightFrom, out, length);
            case SUBTRACT -> subtract(left, leftFrom, right, rightFrom, out, length);
            case MULTIPLY -> multiply(left, leftFrom, right, rightFrom, out, length);
            case DIVIDE -> divide(left, leftFrom, right, rightFrom, out, length);
            default -> other(operation, left, leftFrom, right, rightFrom, out, length);
        }
    }

    private static void add(double[] left, int leftFrom, double[] right, int rightFrom, double[] out, int length) {
        for (var i = 0; i < length; i++) {
            out[i] = finite(left[leftFrom + i] + right[rightFrom + i]);
        }
    }

    private static void subtract(double[] left, int leftFrom, double[] right, int rightFrom, double[] out, int length) {
        for (var i = 0; i < length; i++) {
            out[i] = finite(left[leftFrom + i] - right[rightFrom + i]);
        }
    }

    private static void multiply(double[] left, int leftFrom, double[] right, int rightFrom, double[] out, int length) {
        for (var i = 0; i < length; i++) {
            out[i] = finite(left[leftFrom + i] * right[rightFrom + i]);
        }
    }

    private static void divide(double[] left, int leftFrom, double[] right, int rightFrom, double[] out, int length) {
        for (var i = 0; i < length; i++) {
            out[i] = finite(left[leftFrom + i] / right[rightFrom + i]);
        }
    }

    private static void other(
            Operation operation, double[] left, int leftFrom, double[] right, int rightFrom, double[] out, int length) {
        for (var i = 0; i < length; i++) {
            var first = left[leftFrom + i];
            var second = right[rightFrom + i];
            out[i] = isPresent(first) && isPresent(second)
                    ? finite(Arithmetic.binary(operation, first, second))
                    : MISSING;
        }
    }

    static void unary(Operation operation, double[] operand, int from, double[] out, int length) {
        for (var i = 0; i < length; i++) {
            var value = operand[from + i];
            out[i] = isPresent(value) ? finite(Arithmetic.unary(operation, value)) : MISSING;
        }
    }

    /** Kleene's {@code and}, {@code or}: one side that decides is enough, whatever the other is. */
    static void junction(
            boolean deciding, double[] left, int leftFrom, double[] right, int rightFrom, double[] out, int length) {
        for (var i = 0; i < length; i++) {
            out[i] = junction(deciding, left[leftFrom + i], right[rightFrom + i]);
        }
    }

    static double junction(boolean deciding, double left, double right) {
        if (decides(left, deciding) || decides(right, deciding)) {
            return truth(deciding);
        }
        return isPresent(left) && isPresent(right) ? truth(!deciding) : MISSING;
    }

    private static boolean decides(double side, boolean deciding) {
        return isPresent(side) && (side != 0) == deciding;
    }

    /** The sum or average of the last cells, in the order of time, passing over missing ones. */
    static void rolling(boolean averages, int periods, double[] operand, int from, double[] out, int length) {
        for (var i = 0; i < length; i++) {
            var end = from + i + periods;
            out[i] = averages ? RollupMath.average(operand, from + i, end) : RollupMath.sum(operand, from + i, end);
        }
    }
}
