package com.planitai.kpi.engine.expression;

import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.SamePeriod;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which periods of each of its operands a cell of a formula reads. */
public final class Reach {
    public static final Reach NONE = new Reach(Map.of(), false);

    private final Map<Operand, List<List<Instruction>>> paths;
    private final boolean usesWindows;

    private Reach(Map<Operand, List<List<Instruction>>> paths, boolean usesWindows) {
        this.paths = paths;
        this.usesWindows = usesWindows;
    }

    public static Reach of(Expression expression) {
        var paths = new LinkedHashMap<Operand, List<List<Instruction>>>();
        var instructions = expression.instructions();
        var enclosing = new ArrayDeque<Enclosing>();
        var windows = false;
        for (var i = instructions.size() - 1; i >= 0; i--) {
            while (!enclosing.isEmpty() && enclosing.getLast().start() > i) {
                enclosing.removeLast();
            }
            switch (instructions.get(i)) {
                case Instruction.Reference reference -> {
                    windows |= reference.view() instanceof View.ToDate;
                    var path = enclosing.stream().map(Enclosing::instruction).toList();
                    var known = paths.computeIfAbsent(reference.operand(), operand -> new ArrayList<>());
                    if (!known.contains(path)) {
                        known.add(path);
                    }
                }
                case Instruction.Shift shift -> enclosing.add(new Enclosing(shift, expression.start(i)));
                case Instruction.LastYear lastYear -> enclosing.add(new Enclosing(lastYear, expression.start(i)));
                case Instruction.Rolling rolling -> {
                    windows = true;
                    enclosing.add(new Enclosing(rolling, expression.start(i)));
                }
                case Instruction.Literal literal -> {}
                case Instruction.Apply apply -> {}
            }
        }
        return new Reach(paths, windows);
    }

    private record Enclosing(Instruction instruction, int start) {}

    /** Whether it counts periods of the KPI's own grain, as {@code rolling_*} and {@code to_date} do. */
    public boolean usesWindows() {
        return usesWindows;
    }

    /** How many periods of the grain it looks back at most; 0 for a formula that reads the present period alone. */
    public int most(Grain grain) {
        var most = 0;
        for (var ofOperand : paths.values()) {
            for (var path : ofOperand) {
                most = Math.max(most, most(path, grain));
            }
        }
        return most;
    }

    private static int most(List<Instruction> path, Grain grain) {
        var total = 0;
        for (var instruction : path) {
            total += switch (instruction) {
                case Instruction.Shift shift -> shift.periods();
                case Instruction.LastYear lastYear -> SamePeriod.mostPeriodsBack(grain);
                case Instruction.Rolling rolling -> rolling.periods() - 1;
                default -> 0;
            };
        }
        return total;
    }

    /** Whether a cell reads the operand's cell of the same period and no other. */
    public boolean isPresentOnly(Operand operand) {
        var ofOperand = paths.get(operand);
        return ofOperand != null
                && ofOperand.size() == 1
                && ofOperand.getFirst().isEmpty();
    }

    /** The ordinals of the operand's periods that the cell of a period reads, ascending; none where no period is. */
    public int[] sources(Operand operand, Grain grain, int ordinal) {
        if (isPresentOnly(operand)) {
            return new int[] {ordinal};
        }
        var ofOperand = paths.getOrDefault(operand, List.of());
        var base = ordinal - most(grain);
        var sources = new BitSet();
        for (var path : ofOperand) {
            var reached = new BitSet();
            reached.set(ordinal - base);
            for (var instruction : path) {
                reached = before(instruction, grain, reached, base);
            }
            sources.or(reached);
        }
        return sources.stream().map(index -> base + index).toArray();
    }

    private static BitSet before(Instruction instruction, Grain grain, BitSet reached, int base) {
        var before = new BitSet();
        reached.stream().forEach(index -> {
            switch (instruction) {
                case Instruction.Shift shift -> before.set(index - shift.periods());
                case Instruction.LastYear lastYear -> {
                    var source = SamePeriod.lastYear(grain, base + index);
                    source.ifPresent(found -> before.set(found - base));
                }
                case Instruction.Rolling rolling -> before.set(index - rolling.periods() + 1, index + 1);
                default -> before.set(index);
            }
        });
        return before;
    }
}
