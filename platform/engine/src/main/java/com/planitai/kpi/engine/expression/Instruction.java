package com.planitai.kpi.engine.expression;

/**
 * One step of a formula in postfix order: operands first, then what is done with them. Postfix, because every question
 * about a formula (its unit, its shape, its value) is then one loop over a stack, whatever the nesting.
 */
public sealed interface Instruction {
    SourcePosition at();

    /** How many of the topmost results it takes from the stack. */
    int arity();

    /** Pushes a number. */
    record Literal(double value, SourcePosition at) implements Instruction {
        @Override
        public int arity() {
            return 0;
        }
    }

    /** Pushes a KPI's value. */
    record Reference(String code, View view, SourcePosition at) implements Instruction {
        @Override
        public int arity() {
            return 0;
        }

        public Operand operand() {
            return new Operand(code, view);
        }
    }

    /** Replaces the top by its value {@code periods} earlier. */
    record Shift(int periods, SourcePosition at) implements Instruction {
        @Override
        public int arity() {
            return 1;
        }
    }

    /** Replaces the top by its value in the period of the same label a year earlier. */
    record LastYear(SourcePosition at) implements Instruction {
        @Override
        public int arity() {
            return 1;
        }
    }

    /**
     * Replaces the top by the sum or the average of its values in the last periods, the present one included, passing over
     * missing ones.
     */
    record Rolling(boolean averages, int periods, SourcePosition at) implements Instruction {
        @Override
        public int arity() {
            return 1;
        }
    }

    /** Replaces the {@code arity} topmost operands by one result. */
    record Apply(Operation operation, int arity, SourcePosition at) implements Instruction {}
}
