package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.MissingPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program of which no cell is split, filled or rolled up, as most are: one column a step and nothing in between, so that a
 * run is two loops over arrays. Thread-safe.
 */
final class PlainProgram {
    /** States of observations whose columns are kept in the order of the steps; a few scenarios, and the newest versions. */
    private static final int MAX_BOUND = 4;

    private final KpiCode[] codes;
    private final Program.@Nullable Computation[] computations;
    private final int mostOperands;
    private volatile List<Bound> bound = List.of();

    private PlainProgram(List<Program.Step> steps, int mostOperands) {
        this.codes = steps.stream().map(Program.Step::code).toArray(KpiCode[]::new);
        this.computations = steps.stream().map(Program.Step::computation).toArray(Program.Computation[]::new);
        this.mostOperands = mostOperands;
    }

    /** @param columns by step, for the inputs among them; null when one of them is split by members */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares what is bound
    private record Bound(Map<KpiCode, KpiObservations> observations, ObservationColumn @Nullable [] columns) {
        @SuppressWarnings("ReferenceEquality") // a state never changes, and comparing two would cost more than binding
        boolean isOf(Map<KpiCode, KpiObservations> state) {
            return observations == state;
        }
    }

    /** Null for any other program. */
    static @Nullable PlainProgram of(List<Program.Step> steps, int mostOperands) {
        return steps.stream().allMatch(PlainProgram::isPlain) ? new PlainProgram(steps, mostOperands) : null;
    }

    private static boolean isPlain(Program.Step step) {
        var computation = step.computation();
        var definition = step.kpi().definition();
        return !step.isFinerThanGrain()
                && step.key().split().isWhole()
                && step.key().toDate() == null
                && step.fineGrain() == step.key().grain()
                && (computation == null
                        ? step.kpi().dimensions().isEmpty()
                                && definition.missing().policy() == MissingPolicy.NULL
                        : computation.split().isWhole()
                                && computation.formulas().size() == 1);
    }

    /**
     * The columns of a run.
     *
     * @param columns by step
     * @param lows ordinal of each column's first cell
     * @param complete whether each cell of each input was observed
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares runs
    record Run(Column[] columns, int[] lows, boolean complete) {}

    /** Null when an input is split by members after all. */
    @Nullable Run run(Map<KpiCode, KpiObservations> observations, int[] targets, int low, int high) {
        var inputs = bound(observations);
        if (inputs == null) {
            return null;
        }
        var lows = lows(targets, low);
        var columns = new Column[codes.length];
        var frame = new Frame(mostOperands);
        var complete = true;
        for (var place = columns.length - 1; place >= 0; place--) {
            var length = high - lows[place] + 1;
            var computation = computations[place];
            if (computation == null) {
                columns[place] = inputs[place].over(lows[place], length);
                complete &= inputs[place].covers(lows[place], length);
            } else {
                columns[place] = formula(computation, frame, columns, lows, lows[place], length);
            }
        }
        return new Run(columns, lows, complete);
    }

    /** From where each step is needed, through every look back on the way to it. */
    private int[] lows(int[] targets, int low) {
        var lows = new int[codes.length];
        Arrays.fill(lows, Integer.MAX_VALUE);
        for (var target : targets) {
            lows[target] = low;
        }
        for (var place = 0; place < lows.length; place++) {
            var computation = computations[place];
            if (computation != null) {
                var from = lows[place] - computation.lookBack();
                for (var operand : computation.operands()) {
                    lows[operand] = Math.min(lows[operand], from);
                }
            }
        }
        return lows;
    }

    private static Column formula(
            Program.Computation computation, Frame frame, Column[] columns, int[] lows, int low, int length) {
        var formula = computation.formulas().getFirst();
        var operands = formula.operands();
        frame.begin(computation.grain());
        for (var slot = 0; slot < operands.length; slot++) {
            frame.load(slot, columns[operands[slot]], lows[operands[slot]]);
        }
        return formula.compiled().run(frame, low, length);
    }

    /** Threads that bind the same state at once do the same work twice, and no harm. */
    private ObservationColumn @Nullable [] bound(Map<KpiCode, KpiObservations> observations) {
        var known = bound;
        for (var state : known) {
            if (state.isOf(observations)) {
                return state.columns();
            }
        }
        var columns = columns(observations);
        var kept = new ArrayList<Bound>(MAX_BOUND);
        kept.add(new Bound(observations, columns));
        kept.addAll(known.subList(0, Math.min(known.size(), MAX_BOUND - 1)));
        bound = List.copyOf(kept);
        return columns;
    }

    private ObservationColumn @Nullable [] columns(Map<KpiCode, KpiObservations> observations) {
        var columns = new ObservationColumn[codes.length];
        for (var place = 0; place < columns.length; place++) {
            if (computations[place] == null) {
                var own = observations.getOrDefault(codes[place], KpiObservations.NONE);
                var whole = own.whole();
                if (whole == null && !own.isEmpty()) {
                    return null;
                }
                columns[place] = whole == null ? ObservationColumn.EMPTY : whole;
            }
        }
        return columns;
    }
}
