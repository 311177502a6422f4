package com.planitai.kpi.engine.expression;

/** What an {@link Instruction.Apply} does to the operands on the stack. Truth is 1 and falsehood 0; any other number is true. */
public enum Operation {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    POWER("^"),
    NEGATE("-"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    EQUAL("="),
    NOT_EQUAL("!="),
    AND("and"),
    OR("or"),
    NOT("not"),
    MIN("min"),
    MAX("max"),
    ABS("abs"),
    /** To the nearest whole number, halves away from zero. */
    ROUND("round"),
    FLOOR("floor"),
    CEIL("ceil"),
    SQRT("sqrt"),
    LN("ln"),
    EXP("exp"),
    IF("if"),
    COALESCE("coalesce");

    private final String symbol;

    Operation(String symbol) {
        this.symbol = symbol;
    }

    /** As written in a formula. */
    public String symbol() {
        return symbol;
    }
}
