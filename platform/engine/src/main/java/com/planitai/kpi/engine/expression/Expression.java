package com.planitai.kpi.engine.expression;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A well-formed formula: executing all instructions leaves exactly one result on the stack. */
public final class Expression {
    /** Characters, that is UTF-16 units. */
    public static final int MAX_CHARACTERS = 4_000;

    public static final int MAX_NESTING = 64;
    public static final int MAX_REFERENCES = 200;
    /** How many periods one {@code prev} or {@code rolling_*} may look back. */
    public static final int MAX_SHIFT_PERIODS = 1_000;

    /** Words that are operators, and so never KPIs. */
    public static final Set<String> RESERVED_WORDS = Set.of("and", "or", "not");

    private final List<Instruction> instructions;
    private final List<String> references;
    private final List<Operand> operands;
    private final int[] operandStarts;

    Expression(List<Instruction> instructions) {
        this.instructions = List.copyOf(instructions);
        this.references = referencesWithin(0, this.instructions.size() - 1);
        this.operands = this.instructions.stream()
                .filter(Instruction.Reference.class::isInstance)
                .map(reference -> ((Instruction.Reference) reference).operand())
                .distinct()
                .toList();
        this.operandStarts = starts(this.instructions);
    }

    public List<Instruction> instructions() {
        return instructions;
    }

    /** Codes in formula order, once each. */
    public List<String> references() {
        return references;
    }

    /** What it reads of those, in formula order, once each. */
    public List<Operand> operands() {
        return operands;
    }

    /** Codes named by the sub-formula whose last instruction is at {@code index}. */
    public List<String> referencesBelow(int index) {
        return referencesWithin(operandStarts[index], index);
    }

    /** First instruction of the sub-formula whose last instruction is at {@code index}. */
    public int start(int index) {
        return operandStarts[index];
    }

    private List<String> referencesWithin(int first, int last) {
        var codes = new LinkedHashSet<String>();
        for (var i = first; i <= last; i++) {
            if (instructions.get(i) instanceof Instruction.Reference reference) {
                codes.add(reference.code());
            }
        }
        return List.copyOf(codes);
    }

    private static int[] starts(List<Instruction> instructions) {
        var starts = new int[instructions.size()];
        var stack = new ArrayDeque<Integer>();
        for (var i = 0; i < starts.length; i++) {
            var start = i;
            for (var operand = 0; operand < instructions.get(i).arity(); operand++) {
                start = stack.pop();
            }
            starts[i] = start;
            stack.push(start);
        }
        return starts;
    }
}
