package com.planitai.kpi.engine.expression;

import com.planitai.kpi.engine.unit.DerivedUnit;
import com.planitai.kpi.engine.unit.Unit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Derives a formula's unit from the units its references declare, and finds what does not fit together. */
public final class UnitDerivation {
    private static final double SQUARE_ROOT = 0.5;

    private final Function<String, Unit> units;
    private final List<ExpressionFault> faults = new ArrayList<>();
    private final Deque<Operand> stack = new ArrayDeque<>();

    private UnitDerivation(Function<String, Unit> units) {
        this.units = units;
    }

    /** The unit, and every clash; after a clash the left side's unit is taken to go on with. */
    public record Result(DerivedUnit unit, List<ExpressionFault> faults) {}

    /** @param constant the value, as long as only a literal and its sign stand below */
    private record Operand(DerivedUnit unit, @Nullable Double constant) {}

    public static Result derive(Expression expression, Function<String, Unit> units) {
        var derivation = new UnitDerivation(units);
        expression.instructions().forEach(derivation::step);
        return new Result(derivation.stack.pop().unit(), List.copyOf(derivation.faults));
    }

    private void step(Instruction instruction) {
        switch (instruction) {
            case Instruction.Literal literal -> stack.push(new Operand(DerivedUnit.LITERAL, literal.value()));
            case Instruction.Reference reference -> push(DerivedUnit.declared(units.apply(reference.code())));
            case Instruction.Shift shift -> push(stack.pop().unit());
            case Instruction.LastYear lastYear -> push(stack.pop().unit());
            case Instruction.Rolling rolling -> push(stack.pop().unit());
            case Instruction.Apply apply -> apply(apply);
        }
    }

    private void push(DerivedUnit unit) {
        stack.push(new Operand(unit, null));
    }

    private void apply(Instruction.Apply apply) {
        switch (apply.operation()) {
            case ADD, SUBTRACT, MIN, MAX, COALESCE -> push(joined(apply, apply.arity()));
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> {
                joined(apply, apply.arity());
                push(DerivedUnit.DIMENSIONLESS);
            }
            case AND, OR, NOT -> {
                drop(apply.arity());
                push(DerivedUnit.DIMENSIONLESS);
            }
            case IF -> {
                var chosen = joined(apply, 2);
                drop(1);
                push(chosen);
            }
            case NEGATE -> negate();
            case ABS, ROUND, FLOOR, CEIL -> push(stack.pop().unit());
            case SQRT -> push(stack.pop().unit().raisedTo(SQUARE_ROOT));
            case LN, EXP -> {
                requireDimensionless(apply, stack.pop().unit());
                push(DerivedUnit.DIMENSIONLESS);
            }
            case MULTIPLY -> {
                var right = stack.pop().unit();
                push(stack.pop().unit().times(right));
            }
            case DIVIDE -> {
                var right = stack.pop().unit();
                push(stack.pop().unit().dividedBy(right));
            }
            case POWER -> power(apply);
        }
    }

    private void negate() {
        var operand = stack.pop();
        var constant = operand.constant();
        stack.push(new Operand(operand.unit(), constant == null ? null : -constant));
    }

    private void power(Instruction.Apply apply) {
        var exponent = stack.pop();
        var base = stack.pop();
        requireDimensionless(apply, exponent.unit());
        if (base.unit().literal()) {
            push(exponent.unit().literal() ? DerivedUnit.LITERAL : DerivedUnit.DIMENSIONLESS);
        } else if (exponent.constant() != null) {
            push(base.unit().raisedTo(exponent.constant()));
        } else {
            if (!base.unit().exponents().isDimensionless()) {
                faults.add(Faults.exponentNotLiteral(apply.at(), base.unit()));
            }
            push(base.unit());
        }
    }

    /** Pops that many operands, which must agree, and gives the unit they share. */
    private DerivedUnit joined(Instruction.Apply apply, int operands) {
        var right = stack.pop().unit();
        for (var i = 1; i < operands; i++) {
            var left = stack.pop().unit();
            if (!left.agreesWith(right)) {
                faults.add(Faults.unitClash(apply.at(), apply.operation().symbol(), left, right));
                right = left;
            } else {
                right = left.joinedWith(right);
            }
        }
        return right;
    }

    private void drop(int operands) {
        for (var i = 0; i < operands; i++) {
            stack.pop();
        }
    }

    private void requireDimensionless(Instruction.Apply apply, DerivedUnit unit) {
        if (!unit.exponents().isDimensionless()) {
            faults.add(Faults.notDimensionless(apply.at(), apply.operation().symbol(), unit));
        }
    }
}
