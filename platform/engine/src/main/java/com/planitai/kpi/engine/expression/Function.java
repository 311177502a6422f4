package com.planitai.kpi.engine.expression;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The functions of the language. Those without an operation have an instruction, or a view of a KPI, of their own. */
enum Function {
    MIN(1, Function.ANY, Operation.MIN),
    MAX(1, Function.ANY, Operation.MAX),
    ABS(1, 1, Operation.ABS),
    ROUND(1, 1, Operation.ROUND),
    FLOOR(1, 1, Operation.FLOOR),
    CEIL(1, 1, Operation.CEIL),
    SQRT(1, 1, Operation.SQRT),
    LN(1, 1, Operation.LN),
    EXP(1, 1, Operation.EXP),
    IF(3, 3, Operation.IF),
    COALESCE(1, Function.ANY, Operation.COALESCE),
    PREV(1, 2, null),
    SAME_PERIOD_LAST_YEAR(1, 1, null),
    ROLLING_SUM(2, 2, null),
    ROLLING_AVG(2, 2, null),
    TO_DATE(2, 2, null),
    SHARE_OF(2, 2, null);

    private static final int ANY = Expression.MAX_CHARACTERS;

    private final int fewest;
    private final int most;
    private final @Nullable Operation operation;

    Function(int fewest, int most, @Nullable Operation operation) {
        this.fewest = fewest;
        this.most = most;
        this.operation = operation;
    }

    static Optional<Function> named(String name) {
        return Arrays.stream(values())
                .filter(function -> function.code().equals(name))
                .findFirst();
    }

    static List<String> codes() {
        return Arrays.stream(values()).map(Function::code).toList();
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    Optional<Operation> operation() {
        return Optional.ofNullable(operation);
    }

    /** Whether its second argument is a word, such as {@code YEAR}, and its first a KPI. */
    boolean takesWord() {
        return this == TO_DATE || this == SHARE_OF;
    }

    boolean takes(int arguments) {
        return arguments >= fewest && arguments <= most;
    }

    String arityText() {
        if (most == ANY) {
            return fewest + " or more";
        }
        return fewest == most ? "" + fewest : fewest + " to " + most;
    }
}
