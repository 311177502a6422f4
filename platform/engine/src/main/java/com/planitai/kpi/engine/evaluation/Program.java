package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.Reach;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.Grain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query evaluates, in which order, and how: everything that does not depend on periods and numbers. Immutable, so
 * that one program serves many queries.
 *
 * @param steps a formula's before those of its references, so that all needs of a KPI are known before its references'
 * @param targets places of the steps that were asked for, in the order in which they were
 * @param mostOperands the most that any of its formulas reads
 * @param plain the same program where it is one that can be run without blocks; else null
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares programs, and boxing places is the cost to avoid
record Program(
        List<Step> steps,
        int[] targets,
        int mostOperands,
        @Nullable PlainProgram plain) {
    /**
     * One block to evaluate.
     *
     * @param computation null for an input, and for a KPI that has no values at periods as short as these
     * @param isFinerThanGrain whether it has none
     * @param fineGrain at which the formula is run, or the input read
     */
    record Step(
            int place,
            BlockKey key,
            ResolvedKpi kpi,
            @Nullable Computation computation,
            boolean isFinerThanGrain,
            Grain fineGrain) {
        static Step of(int place, BlockKey key, ResolvedKpi kpi, @Nullable Computation computation) {
            var own = kpi.definition().grain();
            return new Step(
                    place,
                    key,
                    kpi,
                    computation,
                    key.grain().isFinerThan(own),
                    computation == null ? own : computation.grain());
        }

        KpiCode code() {
            return kpi.definition().code();
        }
    }

    /**
     * How a formula gets its cells.
     *
     * @param grain at which the formula itself is run
     * @param split by which it is run
     * @param rollup from there over time; RECOMPUTE when there is nothing to roll up
     * @param memberRollup from there over members; RECOMPUTE when there is nothing to roll up
     * @param formulas by date
     * @param operands places of the steps that any of them reads
     * @param lookBack how many periods of the grain they look back at most
     */
    record Computation(
            Grain grain,
            BlockKey.Split split,
            Rollup rollup,
            Rollup memberRollup,
            List<Formula> formulas,
            int[] operands,
            int lookBack) {
        /** The formula that holds in a period of the grain. */
        Formula formulaAt(int ordinal) {
            return formulas.get(placeAt(ordinal));
        }

        /** Whether it is this formula that holds in a period of the grain. */
        boolean isAt(int ordinal, Formula formula) {
            return formulas.size() == 1 || formulaAt(ordinal).equals(formula);
        }

        int placeAt(int ordinal) {
            var place = formulas.size() - 1;
            while (place > 0 && formulas.get(place).from() > ordinal) {
                place--;
            }
            return place;
        }
    }

    /**
     * One of a KPI's formulas.
     *
     * @param from first period of the computation's grain in which it holds
     * @param operands places of the steps that it reads, by slot
     */
    record Formula(int from, CompiledFormula compiled, Expression expression, Reach reach, int[] operands) {}
}
