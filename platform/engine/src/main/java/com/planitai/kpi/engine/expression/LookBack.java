package com.planitai.kpi.engine.expression;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** How many periods back a formula reads each of its references. */
public record LookBack(Map<String, NavigableSet<Integer>> periods) {
    /** The periods of what a formula does not read. */
    public static final NavigableSet<Integer> NEVER = Collections.emptyNavigableSet();

    public static LookBack of(Expression expression) {
        var periods = new LinkedHashMap<String, NavigableSet<Integer>>();
        var instructions = expression.instructions();
        var shifts = shifts(expression);
        for (var i = 0; i < instructions.size(); i++) {
            if (instructions.get(i) instanceof Instruction.Reference reference) {
                periods.computeIfAbsent(reference.code(), code -> new TreeSet<>())
                        .add(shifts[i]);
            }
        }
        return new LookBack(periods);
    }

    /** The periods by which each instruction is shifted in all, by every {@code prev} around it. */
    private static int[] shifts(Expression expression) {
        var instructions = expression.instructions();
        var shifts = new int[instructions.size()];
        record Enclosing(int start, int periods) {}
        var enclosing = new ArrayDeque<Enclosing>();
        var total = 0;
        for (var i = instructions.size() - 1; i >= 0; i--) {
            while (!enclosing.isEmpty() && enclosing.peek().start() > i) {
                total -= enclosing.pop().periods();
            }
            if (instructions.get(i) instanceof Instruction.Shift shift) {
                enclosing.push(new Enclosing(expression.start(i), shift.periods()));
                total += shift.periods();
            }
            shifts[i] = total;
        }
        return shifts;
    }

    /** The furthest look back; 0 for a formula without {@code prev}. */
    public int most() {
        return periods.values().stream().mapToInt(NavigableSet::last).max().orElse(0);
    }
}
