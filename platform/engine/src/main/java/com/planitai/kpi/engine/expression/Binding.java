package com.planitai.kpi.engine.expression;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How tightly an infix operator binds, and how tightly its right side must. */
record Binding(Operation operation, int strength, int right) {
    static final int LOOSEST = 1;
    static final int NOT = 3;
    static final int UNARY_MINUS = 7;

    private static final int OR = 1;
    private static final int AND = 2;
    private static final int COMPARISON = 4;
    private static final int SUM = 5;
    private static final int PRODUCT = 6;
    private static final int POWER = 8;

    private static final Map<String, Binding> INFIX = Map.ofEntries(
            toTheLeft("or", Operation.OR, OR),
            toTheLeft("and", Operation.AND, AND),
            toTheLeft("<", Operation.LESS, COMPARISON),
            toTheLeft("<=", Operation.LESS_OR_EQUAL, COMPARISON),
            toTheLeft(">", Operation.GREATER, COMPARISON),
            toTheLeft(">=", Operation.GREATER_OR_EQUAL, COMPARISON),
            toTheLeft("=", Operation.EQUAL, COMPARISON),
            toTheLeft("==", Operation.EQUAL, COMPARISON),
            toTheLeft("!=", Operation.NOT_EQUAL, COMPARISON),
            toTheLeft("<>", Operation.NOT_EQUAL, COMPARISON),
            toTheLeft("+", Operation.ADD, SUM),
            toTheLeft("-", Operation.SUBTRACT, SUM),
            toTheLeft("*", Operation.MULTIPLY, PRODUCT),
            toTheLeft("/", Operation.DIVIDE, PRODUCT),
            Map.entry("^", new Binding(Operation.POWER, POWER, POWER)));

    static @Nullable Binding of(Token token) {
        return token.kind() == Token.Kind.SYMBOL || token.kind() == Token.Kind.NAME ? INFIX.get(token.text()) : null;
    }

    static boolean isComparison(Token token) {
        var binding = of(token);
        return binding != null && binding.isComparison();
    }

    boolean isComparison() {
        return strength == COMPARISON;
    }

    private static Map.Entry<String, Binding> toTheLeft(String symbol, Operation operation, int strength) {
        return Map.entry(symbol, new Binding(operation, strength, strength + 1));
    }
}
