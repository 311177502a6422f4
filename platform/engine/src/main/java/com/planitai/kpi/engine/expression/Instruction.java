package com.planitai.kpi.engine.expression;

/**
 * One step of a formula in postfix order: operands first, then what is done with them. Postfix, because every question
 * about a formula (its unit, its shape, its value) is then one loop over a stack, whatever the nesting.
 */
public sealed interface Instruction {
    SourcePosition at();

    /** Pushes a number. */
    record Literal(double value, SourcePosition at) implements Instruction {}

    /** Pushes a KPI's value. */
    record Reference(String code, SourcePosition at) implements Instruction {}

    /** Replaces the top by its value {@code periods} earlier. */
    record Shift(int periods, SourcePosition at) implements Instruction {}

    /** Replaces the {@code arity} topmost operands by one result. */
    record Apply(Operation operation, int arity, SourcePosition at) implements Instruction {}
}
