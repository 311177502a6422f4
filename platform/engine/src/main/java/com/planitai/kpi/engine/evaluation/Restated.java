package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.expression.Operand;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import java.util.Arrays;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * On which day the observations below each cell of a run last changed, where they did: a value of which that day is after the
 * end of its period was restated (semantics, §5). A month's number that was corrected in the next month restates the month
 * and not the quarter, which was still running. Made only for runs in which anything changed.
 */
final class Restated {
    private static final int UNCHANGED = ObservationTable.UNCHANGED;

    private final QueryRun run;
    private final FiscalCalendar calendar;
    /** By place and line; null where nothing below changed. */
    private final int[] @Nullable [] @Nullable [] days;

    private final int[] @Nullable [] @Nullable [] computedDays;

    private Restated(QueryRun run, FiscalCalendar calendar) {
        this.run = run;
        this.calendar = calendar;
        this.days = new int[run.blocks().size()][][];
        this.computedDays = new int[days.length][][];
    }

    static Restated of(QueryRun run, FiscalCalendar calendar) {
        var restated = new Restated(run, calendar);
        run.blocks().reversed().forEach(restated::mark);
        return restated;
    }

    boolean isRestated(Block block, int line, int ordinal) {
        var ofLine = row(days, block.step().place(), line);
        return ofLine != null
                && ofLine[ordinal - block.low()]
                        > calendar.lastDay(new Period(block.key().grain(), ordinal))
                                .toEpochDay();
    }

    private static int @Nullable [] row(int[] @Nullable [] @Nullable [] days, int place, int line) {
        var ofBlock = days[place];
        return ofBlock == null ? null : ofBlock[line];
    }

    private void mark(Block block) {
        if (block.step().isFinerThanGrain()) {
            return;
        }
        var computation = block.computation();
        var place = block.step().place();
        var lines = run.lines(block).count();
        if (computation == null) {
            days[place] = new int[lines][];
            for (var line = 0; line < lines; line++) {
                var fine = reader(block.key().split())
                        .changedDays(
                                block.kpi(), members(block.key().split(), line), block.fineLow(), block.fineLength());
                days[place][line] = fine == null ? null : rolledUp(block, fine);
            }
            return;
        }
        var computed = new int[run.splits().lines(computation.split()).count()][];
        for (var line = 0; line < computed.length; line++) {
            computed[line] = settled(
                    block.kpi(),
                    computation.split(),
                    line,
                    computation.grain(),
                    block.fineLow(),
                    block.computed(line),
                    below(block, computation, line));
        }
        computedDays[place] = computed;
        days[place] = new int[lines][];
        for (var line = 0; line < lines; line++) {
            days[place][line] = settled(
                    block.kpi(),
                    block.key().split(),
                    line,
                    block.key().grain(),
                    block.low(),
                    block.column(line),
                    rolledUp(block, computation, line));
        }
    }

    private InputReader reader(BlockKey.Split split) {
        return run.splits().reader(split);
    }

    private SortedMap<String, String> members(BlockKey.Split split, int line) {
        return run.splits().lines(split).members(line);
    }

    /** All that a formula reads, in every period that it reads. */
    private int @Nullable [] below(Block block, Program.Computation computation, int line) {
        int[] below = null;
        for (var formula : computation.formulas()) {
            var operands = formula.expression().operands();
            for (var slot = 0; slot < operands.size(); slot++) {
                var operand = run.block(formula.operands()[slot]);
                var at = run.splits().places(computation.split(), operand.key().split())[line];
                var read = at < 0 ? null : row(days, operand.step().place(), at);
                if (read != null) {
                    below = below == null ? unchanged(block.fineLength()) : below;
                    add(below, block, formula, operands.get(slot), read, operand.low());
                }
            }
        }
        return below;
    }

    private static void add(
            int[] below, Block block, Program.Formula formula, Operand operand, int[] read, int readLow) {
        var computation = Objects.requireNonNull(block.computation());
        var presentOnly = formula.reach().isPresentOnly(operand);
        for (var i = 0; i < below.length; i++) {
            var ordinal = block.fineLow() + i;
            if (!computation.isAt(ordinal, formula)) {
                continue;
            }
            if (presentOnly) {
                below[i] = Math.max(below[i], read[ordinal - readLow]);
                continue;
            }
            for (var source : formula.reach().sources(operand, computation.grain(), ordinal)) {
                below[i] = Math.max(below[i], read[source - readLow]);
            }
        }
    }

    private int @Nullable [] rolledUp(Block block, Program.Computation computation, int line) {
        int[] rolledUp = null;
        for (var part : run.partsOf(block, computation, line)) {
            var fine = row(computedDays, block.step().place(), part);
            if (fine != null) {
                var ofPart = rolledUp(block, fine);
                if (rolledUp != null) {
                    for (var i = 0; i < ofPart.length; i++) {
                        ofPart[i] = Math.max(ofPart[i], rolledUp[i]);
                    }
                }
                rolledUp = ofPart;
            }
        }
        return rolledUp;
    }

    private static int[] rolledUp(Block block, int[] fine) {
        if (block.spans() == null) {
            return fine;
        }
        var coarse = unchanged(block.length());
        for (var i = 0; i < coarse.length; i++) {
            for (var cell = block.firstFine(i); cell < block.endFine(i); cell++) {
                coarse[i] = Math.max(coarse[i], fine[cell]);
            }
        }
        return coarse;
    }

    /** A value that was set stands for all below it. */
    private int @Nullable [] settled(
            ResolvedKpi kpi,
            BlockKey.Split split,
            int line,
            Grain grain,
            int low,
            Column column,
            int @Nullable [] below) {
        if (!column.hasSetCells()) {
            return below;
        }
        var settled = below == null ? unchanged(column.length()) : below.clone();
        var own = kpi.definition().grain();
        for (var i = 0; i < settled.length; i++) {
            if (column.isPresent(i) && column.isSet(i)) {
                settled[i] = reader(split)
                        .changedDay(
                                kpi.definition().code(),
                                members(split, line),
                                calendar.firstOrdinalWithin(grain, low + i, own),
                                calendar.lastOrdinalWithin(grain, low + i, own));
            }
        }
        return settled;
    }

    private static int[] unchanged(int length) {
        var days = new int[length];
        Arrays.fill(days, UNCHANGED);
        return days;
    }
}
