package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.Instruction;
import com.planitai.kpi.engine.expression.Operation;
import com.planitai.kpi.engine.expression.View;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A formula read as a constant times powers of its references: {@code 12 * price * quantity / days ^ 2}.
 *
 * @param exponents by reference, in formula order; 0 where a reference cancels
 */
record ProductForm(double constant, Map<String, Double> exponents) {
    private static final double SQUARE_ROOT = 0.5;

    ProductForm {
        exponents = Collections.unmodifiableMap(new LinkedHashMap<>(exponents));
    }

    /** Empty for any other kind of formula. */
    static Optional<ProductForm> of(Expression expression) {
        var stack = new ArrayDeque<ProductForm>();
        for (var instruction : expression.instructions()) {
            var form = switch (instruction) {
                case Instruction.Literal literal -> Optional.of(constant(literal.value()));
                case Instruction.Reference reference ->
                    reference.view() instanceof View.Plain
                            ? Optional.of(new ProductForm(1, Map.of(reference.code(), 1.0)))
                            : Optional.<ProductForm>empty();
                case Instruction.Shift _, Instruction.LastYear _, Instruction.Rolling _ ->
                    Optional.<ProductForm>empty();
                case Instruction.Apply apply -> applied(apply, stack);
            };
            if (form.isEmpty()) {
                return form;
            }
            stack.push(form.get());
        }
        var form = stack.pop();
        return Double.isFinite(form.constant) && form.constant != 0 ? Optional.of(form) : Optional.empty();
    }

    private static Optional<ProductForm> applied(Instruction.Apply apply, Deque<ProductForm> stack) {
        if (apply.arity() == 1) {
            var operand = stack.pop();
            return switch (apply.operation()) {
                case NEGATE -> Optional.of(new ProductForm(-operand.constant, operand.exponents));
                case SQRT -> Optional.of(operand.raisedTo(SQUARE_ROOT));
                default -> Optional.empty();
            };
        }
        return apply.arity() == 2 ? joined(apply.operation(), stack) : Optional.empty();
    }

    private static Optional<ProductForm> joined(Operation operation, Deque<ProductForm> stack) {
        var right = stack.pop();
        var left = stack.pop();
        return switch (operation) {
            case MULTIPLY -> Optional.of(left.times(right));
            case DIVIDE -> Optional.of(left.times(right.raisedTo(-1)));
            case POWER -> right.isConstant() ? Optional.of(left.raisedTo(right.constant)) : Optional.empty();
            case ADD -> constants(left, right, left.constant + right.constant);
            case SUBTRACT -> constants(left, right, left.constant - right.constant);
            default -> Optional.empty();
        };
    }

    private static Optional<ProductForm> constants(ProductForm left, ProductForm right, double value) {
        return left.isConstant() && right.isConstant() ? Optional.of(constant(value)) : Optional.empty();
    }

    private static ProductForm constant(double value) {
        return new ProductForm(value, Map.of());
    }

    private boolean isConstant() {
        return exponents.isEmpty();
    }

    private ProductForm times(ProductForm other) {
        var product = new LinkedHashMap<>(exponents);
        other.exponents.forEach((code, exponent) -> product.merge(code, exponent, Double::sum));
        return new ProductForm(constant * other.constant, product);
    }

    private ProductForm raisedTo(double exponent) {
        var powers = new LinkedHashMap<>(exponents);
        powers.replaceAll((code, own) -> own * exponent);
        return new ProductForm(Math.pow(constant, exponent), powers);
    }
}
