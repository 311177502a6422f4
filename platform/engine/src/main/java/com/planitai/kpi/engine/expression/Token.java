package com.planitai.kpi.engine.expression;

/** A word, number or symbol of a formula. */
record Token(Kind kind, String text, SourcePosition at) {
    enum Kind {
        NUMBER,
        /** A KPI, function or word operator, or a name no KPI can have. */
        NAME,
        SYMBOL,
        END
    }

    boolean is(String expected) {
        return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(expected);
    }
}
