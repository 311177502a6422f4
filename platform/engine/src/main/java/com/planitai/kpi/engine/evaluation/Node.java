package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.evaluation.Arithmetic.MISSING;
import static com.planitai.kpi.engine.evaluation.Arithmetic.isPresent;

import com.planitai.kpi.engine.expression.Operation;
import com.planitai.kpi.engine.time.SamePeriod;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled sub-formula. Running it over some consecutive ordinals gives an array, in which its cells begin at the frame's
 * offset; only a node that {@link #owns} its array may be overwritten by the one above. Immutable and thread-safe.
 */
sealed interface Node {
    double[] run(Frame frame, int low, int length);

    default boolean owns() {
        return true;
    }

    record Load(int slot) implements Node {
        @Override
        public double[] run(Frame frame, int low, int length) {
            return frame.at(slot, low);
        }

        @Override
        public boolean owns() {
            return false;
        }
    }

    /** Keeps the longest column of it that was asked for; two threads that make one at once make the same. */
    final class Constant implements Node {
        private final double value;
        private volatile double[] filled = {};

        Constant(double value) {
            this.value = value;
        }

        @Override
        public double[] run(Frame frame, int low, int length) {
            var values = filled;
            if (values.length < length) {
                values = new double[length];
                Arrays.fill(values, value);
                filled = values;
            }
            frame.offset = 0;
            return values;
        }

        @Override
        public boolean owns() {
            return false;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Constant constant && Double.compare(value, constant.value) == 0;
        }

        @Override
        public int hashCode() {
            return Double.hashCode(value);
        }
    }

    record Shift(int periods, Node operand) implements Node {
        @Override
        public double[] run(Frame frame, int low, int length) {
            return operand.run(frame, low - periods, length);
        }

        @Override
        public boolean owns() {
            return operand.owns();
        }
    }

    /** Of days and weeks, whose years differ in length; elsewhere the same period a year earlier is a shift. */
    record LastYear(Node operand) implements Node {
        @Override
        public double[] run(Frame frame, int low, int length) {
            var reach = SamePeriod.mostPeriodsBack(frame.grain());
            var source = operand.run(frame, low - reach, length + reach);
            var from = frame.offset - (low - reach);
            var values = new double[length];
            for (var i = 0; i < length; i++) {
                var before = SamePeriod.lastYear(frame.grain(), low + i);
                values[i] = before.isPresent() ? source[from + before.getAsInt()] : MISSING;
            }
            frame.offset = 0;
            return values;
        }
    }

    record Rolling(boolean averages, int periods, Node operand) implements Node {
        @Override
        public double[] run(Frame frame, int low, int length) {
            var source = operand.run(frame, low - periods + 1, length + periods - 1);
            var values = new double[length];
            Kernels.rolling(averages, periods, source, frame.offset, values, length);
            frame.offset = 0;
            return values;
        }
    }

    record Unary(Operation operation, Node operand) implements Node {
        @Override
        public double[] run(Frame frame, int low, int length) {
            var source = operand.run(frame, low, length);
            var values = operand.owns() ? source : new double[length];
            Kernels.unary(operation, source, frame.offset, values, length);
            frame.offset = 0;
            return values;
        }
    }

    record Binary(Operation operation, Node left, Node right) implements Node {
        @Override
        public double[] run(Frame frame, int low, int length) {
            var first = left.run(frame, low, length);
            var firstFrom = frame.offset;
            var second = right.run(frame, low, length);
            var secondFrom = frame.offset;
            var values = left.owns() ? first : right.owns() ? second : new double[length];
            switch (operation) {
                case AND, OR ->
                    Kernels.junction(operation == Operation.OR, first, firstFrom, second, secondFrom, values, length);
                default -> Kernels.binary(operation, first, firstFrom, second, secondFrom, values, length);
            }
            frame.offset = 0;
            return values;
        }
    }

    record Choice(Node condition, Node then, Node otherwise) implements Node {
        @Override
        public double[] run(Frame frame, int low, int length) {
            var conditions = condition.run(frame, low, length);
            var conditionFrom = frame.offset;
            var first = then.run(frame, low, length);
            var firstFrom = frame.offset;
            var second = otherwise.run(frame, low, length);
            var secondFrom = frame.offset;
            var values = new double[length];
            for (var i = 0; i < length; i++) {
                var decides = conditions[conditionFrom + i];
                values[i] =
                        !isPresent(decides) ? MISSING : decides != 0 ? first[firstFrom + i] : second[secondFrom + i];
            }
            frame.offset = 0;
            return values;
        }
    }

    record Coalesce(List<Node> operands) implements Node {
        @Override
        public double[] run(Frame frame, int low, int length) {
            var values = new double[length];
            Arrays.fill(values, MISSING);
            for (var operand : operands) {
                var next = operand.run(frame, low, length);
                for (var i = 0; i < length; i++) {
                    if (!isPresent(values[i])) {
                        values[i] = next[frame.offset + i];
                    }
                }
            }
            frame.offset = 0;
            return values;
        }
    }
}
