package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.Instruction;
import com.planitai.kpi.engine.expression.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds quotients whose two sides rest on different cells: orders of three regions over visits of two. */
final class QuotientCoverage {
    private final QueryRun run;

    QuotientCoverage(QueryRun run) {
        this.run = run;
    }

    Optional<Warning> warning(Block block, int line, int index) {
        var computation = block.computation();
        if ((run.isComplete() && !run.hasSplitInputs())
                || computation == null
                || block.column(line).isSet(index)) {
            return Optional.empty();
        }
        var expression = computation
                .formulaAt(block.fineLow() + block.endFine(index) - 1)
                .expression();
        var instructions = expression.instructions();
        for (var i = 0; i < instructions.size(); i++) {
            if (instructions.get(i) instanceof Instruction.Apply apply && apply.operation() == Operation.DIVIDE) {
                var warning = warning(block, expression, i, line, index);
                if (warning.isPresent()) {
                    return warning;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Warning> warning(Block block, Expression expression, int division, int line, int index) {
        var below = expression.referencesBelow(division - 1);
        var above = expression.referencesBelow(expression.start(division - 1) - 1);
        var aboveLeaves = Lineage.leaves(run, block, above, line, index);
        var belowLeaves = Lineage.leaves(run, block, below, line, index);
        if (aboveLeaves.isEmpty() || belowLeaves.isEmpty()) {
            return Optional.empty();
        }
        var all = new ArrayList<>(aboveLeaves);
        all.addAll(belowLeaves);
        var first = all.getFirst();
        return all.stream().allMatch(leaf -> coversTheSame(first, leaf))
                ? Optional.empty()
                : Optional.of(unequalCoverage(block, above, below));
    }

    /** Cells of the same kind can be compared one by one; of others only how much of them there is. */
    private static boolean coversTheSame(Lineage.Leaf left, Lineage.Leaf right) {
        var leftKpi = left.block().kpi();
        var rightKpi = right.block().kpi();
        if (leftKpi.definition().grain() == rightKpi.definition().grain()
                && leftKpi.dimensions().equals(rightKpi.dimensions())) {
            return left.fingerprint() == right.fingerprint();
        }
        return left.covered() * right.expected() == right.covered() * left.expected();
    }

    private static Warning unequalCoverage(Block block, List<String> above, List<String> below) {
        var kpi = block.key().kpi().value();
        var numerator = String.join(", ", above);
        var denominator = String.join(", ", below);
        return new Warning(
                Warning.Code.UNEQUAL_COVERAGE,
                Map.of("kpi", kpi, "numerator", numerator, "denominator", denominator),
                "In " + kpi + ", " + numerator + " and " + denominator + " cover different cells.");
    }
}
