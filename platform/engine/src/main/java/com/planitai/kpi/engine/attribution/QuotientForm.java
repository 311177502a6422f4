package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.Instruction;
import com.planitai.kpi.engine.expression.Operation;
import com.planitai.kpi.engine.expression.View;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A formula read as one weighted sum of references over another: {@code 100 * (orders - returns) / visits}.
 *
 * @param numerator weights by reference
 * @param denominator weights by reference
 */
record QuotientForm(Map<String, Double> numerator, Map<String, Double> denominator) {
    /** What a part of the formula is: {@code factor · Σ numerator / Σ denominator}, an empty sum standing for 1. */
    private record Part(double factor, Map<String, Double> numerator, Map<String, Double> denominator) {
        boolean isConstant() {
            return numerator.isEmpty() && denominator.isEmpty();
        }

        boolean isSum() {
            return !numerator.isEmpty() && denominator.isEmpty();
        }

        Part times(double constant) {
            return new Part(factor * constant, numerator, denominator);
        }

        Map<String, Double> weights() {
            var weights = new LinkedHashMap<>(numerator);
            weights.replaceAll((code, weight) -> weight * factor);
            return weights;
        }
    }

    /** Empty for any other kind of formula. */
    static Optional<QuotientForm> of(Expression expression) {
        var stack = new ArrayDeque<Part>();
        for (var instruction : expression.instructions()) {
            var part = switch (instruction) {
                case Instruction.Literal literal -> Optional.of(new Part(literal.value(), Map.of(), Map.of()));
                case Instruction.Reference reference ->
                    reference.view() instanceof View.Plain
                            ? Optional.of(new Part(1, Map.of(reference.code(), 1.0), Map.of()))
                            : Optional.<Part>empty();
                case Instruction.Shift _, Instruction.LastYear _, Instruction.Rolling _ -> Optional.<Part>empty();
                case Instruction.Apply apply ->
                    switch (apply.arity()) {
                        case 1 -> negated(apply.operation(), stack.pop());
                        case 2 -> {
                            var right = stack.pop();
                            yield joined(apply.operation(), stack.pop(), right);
                        }
                        default -> Optional.<Part>empty();
                    };
            };
            if (part.isEmpty()) {
                return Optional.empty();
            }
            stack.push(part.get());
        }
        var whole = stack.pop();
        return whole.numerator().isEmpty() || whole.denominator().isEmpty()
                ? Optional.empty()
                : Optional.of(new QuotientForm(whole.weights(), whole.denominator()));
    }

    private static Optional<Part> negated(Operation operation, Part part) {
        return operation == Operation.NEGATE ? Optional.of(part.times(-1)) : Optional.empty();
    }

    private static Optional<Part> joined(Operation operation, Part left, Part right) {
        return switch (operation) {
            case ADD -> added(left, right);
            case SUBTRACT -> added(left, right.times(-1));
            case MULTIPLY ->
                left.isConstant()
                        ? Optional.of(right.times(left.factor()))
                        : right.isConstant() ? Optional.of(left.times(right.factor())) : Optional.empty();
            case DIVIDE -> divided(left, right);
            default -> Optional.empty();
        };
    }

    private static Optional<Part> added(Part left, Part right) {
        if (!left.isSum() || !right.isSum()) {
            return Optional.empty();
        }
        var weights = new LinkedHashMap<>(left.weights());
        right.weights().forEach((code, weight) -> weights.merge(code, weight, Double::sum));
        return Optional.of(new Part(1, Collections.unmodifiableMap(weights), Map.of()));
    }

    private static Optional<Part> divided(Part left, Part right) {
        if (right.isConstant()) {
            return right.factor() == 0 ? Optional.empty() : Optional.of(left.times(1 / right.factor()));
        }
        return left.isSum() && right.isSum()
                ? Optional.of(new Part(left.factor(), left.numerator(), right.weights()))
                : Optional.empty();
    }
}
