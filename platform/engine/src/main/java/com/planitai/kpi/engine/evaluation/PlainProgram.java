package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.MissingPolicy;
import com.planitai.kpi.engine.time.Grain;
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
    private final Grain grain;
    private final int mostOperands;
    /** By step; null for an input. */
    private final @Nullable CompiledFormula[] formulas;

    private final int[][] operands;
    private final int[] lookBacks;
    private volatile List<Bound> bound = List.of();

    private PlainProgram(List<Program.Step> steps, int mostOperands) {
        this.codes = steps.stream().map(Program.Step::code).toArray(KpiCode[]::new);
        this.grain = steps.getFirst().fineGrain();
        this.mostOperands = mostOperands;
        this.formulas = new CompiledFormula[codes.length];
        this.operands = new int[codes.length][0];
        this.lookBacks = new int[codes.length];
        for (var step : steps) {
            var computation = step.computation();
            if (computation != null) {
                var formula = computation.formulas().getFirst();
                formulas[step.place()] = formula.compiled();
                operands[step.place()] = formula.operands();
                lookBacks[step.place()] = computation.lookBack();
            }
        }
    }

    /**
     * @param columns by step, for the inputs among them; null when one of them is split by members
     * @param dense whole columns that have no gap
     * @param firsts ordinals of their first cells
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares what is bound
    private record Bound(
            Map<KpiCode, KpiObservations> observations,
            ObservationColumn @Nullable [] columns,
            @Nullable Column[] dense,
            int[] firsts) {
        static Bound of(Map<KpiCode, KpiObservations> observations, ObservationColumn @Nullable [] columns) {
            var dense = new Column[columns == null ? 0 : columns.length];
            var firsts = new int[dense.length];
            for (var place = 0; columns != null && place < dense.length; place++) {
                var column = columns[place];
                if (column != null && !column.isEmpty() && column.covers(column.ordinal(0), column.size())) {
                    firsts[place] = column.ordinal(0);
                    dense[place] = column.over(firsts[place], column.size());
                }
            }
            return new Bound(observations, columns, dense, firsts);
        }

        @SuppressWarnings("ReferenceEquality") // a state never changes, and comparing two would cost more than binding
        boolean isOf(Map<KpiCode, KpiObservations> state) {
            return observations == state;
        }

        /** The cells of a range when each of them was observed, else null. */
        @Nullable Column covering(int place, int low, int length) {
            var whole = dense[place];
            var from = low - firsts[place];
            return whole != null && from >= 0 && from + length <= whole.length() ? whole.slice(from, length) : null;
        }
    }

    /** Null for any other program. */
    static @Nullable PlainProgram of(List<Program.Step> steps, int mostOperands) {
        return !steps.isEmpty() && steps.stream().allMatch(PlainProgram::isPlain)
                ? new PlainProgram(steps, mostOperands)
                : null;
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
        var state = bound(observations);
        var inputs = state.columns();
        if (inputs == null) {
            return null;
        }
        var lows = lows(targets, low);
        var columns = new Column[codes.length];
        var frame = new Frame(mostOperands);
        frame.begin(grain);
        var complete = true;
        for (var place = columns.length - 1; place >= 0; place--) {
            var length = high - lows[place] + 1;
            var formula = formulas[place];
            if (formula != null) {
                load(frame, place, columns, lows);
                columns[place] = formula.run(frame, lows[place], length);
                continue;
            }
            var covering = state.covering(place, lows[place], length);
            complete &= covering != null;
            columns[place] = covering != null ? covering : inputs[place].over(lows[place], length);
        }
        return new Run(columns, lows, complete);
    }

    private void load(Frame frame, int place, Column[] columns, int[] lows) {
        var read = operands[place];
        for (var slot = 0; slot < read.length; slot++) {
            frame.load(slot, columns[read[slot]], lows[read[slot]]);
        }
    }

    /** From where each step is needed, through every look back on the way to it. */
    private int[] lows(int[] targets, int low) {
        var lows = new int[codes.length];
        Arrays.fill(lows, Integer.MAX_VALUE);
        for (var target : targets) {
            lows[target] = low;
        }
        for (var place = 0; place < lows.length; place++) {
            var read = operands[place];
            for (var slot = 0; slot < read.length; slot++) {
                lows[read[slot]] = Math.min(lows[read[slot]], lows[place] - lookBacks[place]);
            }
        }
        return lows;
    }

    /** Threads that bind the same state at once do the same work twice, and no harm. */
    private Bound bound(Map<KpiCode, KpiObservations> observations) {
        var known = bound;
        for (var state : known) {
            if (state.isOf(observations)) {
                return state;
            }
        }
        var fresh = Bound.of(observations, columns(observations));
        var kept = new ArrayList<Bound>(MAX_BOUND);
        kept.add(fresh);
        kept.addAll(known.subList(0, Math.min(known.size(), MAX_BOUND - 1)));
        bound = List.copyOf(kept);
        return fresh;
    }

    private ObservationColumn @Nullable [] columns(Map<KpiCode, KpiObservations> observations) {
        var columns = new ObservationColumn[codes.length];
        for (var place = 0; place < columns.length; place++) {
            if (formulas[place] == null) {
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
