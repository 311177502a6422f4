package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.Instruction;
import com.planitai.kpi.engine.expression.Operation;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.ResolvedKpi;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A graph at two points at which every KPI is one number; formulas are the engine's own, run over those. */
final class ScalarTree implements TwoPointTree {
    private final KpiGraph graph;
    private final Map<KpiCode, double[]> values = new HashMap<>();
    private final Map<KpiCode, TwoPointFormula> formulas = new HashMap<>();

    ScalarTree(KpiGraph graph) {
        this.graph = graph;
    }

    KpiGraph graph() {
        return graph;
    }

    /** An input's values, or a formula's set ones: NaN there computes the value. */
    ScalarTree put(String kpi, double first, double second) {
        values.put(new KpiCode(kpi), new double[] {first, second});
        return this;
    }

    /** Computes what was not put; nothing may be put afterwards. */
    ScalarTree computed() {
        graph.codes().stream()
                .map(graph::resolved)
                .sorted(Comparator.comparingInt(ResolvedKpi::order))
                .forEach(kpi -> {
                    var own = values.computeIfAbsent(
                            kpi.definition().code(), code -> new double[] {Double.NaN, Double.NaN});
                    kpi.expression().ifPresent(expression -> {
                        var formula = new ScalarFormula(kpi.references(), expression, this);
                        formulas.put(kpi.definition().code(), formula);
                        var atSecond = new boolean[kpi.references().size()];
                        own[0] = Double.isNaN(own[0]) ? formula.value(atSecond) : own[0];
                        Arrays.fill(atSecond, true);
                        own[1] = Double.isNaN(own[1]) ? formula.value(atSecond) : own[1];
                    });
                });
        return this;
    }

    @Override
    public double value(KpiCode kpi, boolean second) {
        return values.getOrDefault(kpi, new double[] {Double.NaN, Double.NaN})[second ? 1 : 0];
    }

    @Override
    public TwoPointFormula formula(KpiCode kpi) {
        return Objects.requireNonNull(formulas.get(kpi));
    }

    AttributionResult attribute(String root, AttributionMethod method) {
        return new Attributor(graph, method, 42).attribute(new KpiCode(root), this);
    }

    Attribution attributed(String root, AttributionMethod method) {
        return switch (attribute(root, method)) {
            case AttributionResult.Attributed attributed -> attributed.attribution();
            case AttributionResult.Refused refused -> throw new AssertionError("refused: " + refused.obstacle());
        };
    }

    private static final class ScalarFormula implements TwoPointFormula {
        private final List<KpiCode> drivers;
        private final Expression expression;
        private final List<Instruction> instructions;
        private final int[] references;
        private final double[][] points;
        private final double[] stack;

        ScalarFormula(List<KpiCode> drivers, Expression expression, ScalarTree tree) {
            this.drivers = drivers;
            this.expression = expression;
            this.instructions = expression.instructions();
            this.references = instructions.stream()
                    .mapToInt(instruction -> instruction instanceof Instruction.Reference reference
                            ? drivers.indexOf(new KpiCode(reference.code()))
                            : -1)
                    .toArray();
            this.points = drivers.stream().map(tree.values::get).toArray(double[][]::new);
            this.stack = new double[instructions.size()];
        }

        @Override
        public List<KpiCode> drivers() {
            return drivers;
        }

        @Override
        public Expression expression() {
            return expression;
        }

        @Override
        public double value(boolean[] atSecond) {
            return valueWith(atSecond, -1, 0);
        }

        @Override
        public double valueWith(boolean[] atSecond, int driver, double driverValue) {
            var top = -1;
            for (var i = 0; i < instructions.size(); i++) {
                switch (instructions.get(i)) {
                    case Instruction.Literal literal -> stack[++top] = literal.value();
                    case Instruction.Reference reference -> {
                        var read = references[i];
                        stack[++top] = read == driver ? driverValue : points[read][atSecond[read] ? 1 : 0];
                    }
                    case Instruction.Shift _, Instruction.LastYear _, Instruction.Rolling _ ->
                        throw new AssertionError("one number has no other periods");
                    case Instruction.Apply apply -> {
                        top -= apply.arity() - 1;
                        stack[top] = apply(apply.operation(), top, apply.arity());
                    }
                }
            }
            return stack[0];
        }

        private double apply(Operation operation, int at, int arity) {
            if (operation == Operation.COALESCE || operation == Operation.IF) {
                return choose(operation, at, arity);
            }
            var left = stack[at];
            var right = stack[at + arity - 1];
            var result = switch (operation) {
                case ADD -> left + right;
                case SUBTRACT -> left - right;
                case MULTIPLY -> left * right;
                case DIVIDE -> right == 0 ? Double.NaN : left / right;
                case POWER -> Math.pow(left, right);
                case NEGATE -> -left;
                case MIN -> Math.min(left, right);
                case MAX -> Math.max(left, right);
                case SQRT -> Math.sqrt(left);
                case GREATER -> left > right ? 1 : 0;
                default -> throw new AssertionError("the tests use no " + operation);
            };
            return Double.isFinite(result) ? result : Double.NaN;
        }

        private double choose(Operation operation, int at, int arity) {
            if (operation == Operation.IF) {
                return Double.isNaN(stack[at]) ? Double.NaN : stack[at] != 0 ? stack[at + 1] : stack[at + 2];
            }
            for (var i = at; i < at + arity; i++) {
                if (!Double.isNaN(stack[i])) {
                    return stack[i];
                }
            }
            return Double.NaN;
        }
    }
}
