package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One run of a program over one range of periods: from the inputs up. Used by one thread, once. */
final class QueryRun {
    private final Program program;
    private final FiscalCalendar calendar;
    private final InputReader inputs;
    private final Set<KpiCode> setOver;
    private final Overrides overrides;
    private final Splits splits;
    private final Frame frame;
    private final Block[] blocks;
    private final Map<Block, Map<Integer, Coverage>> coverages = new HashMap<>();
    private PlainProgram.@Nullable Run plainRun;
    private int high;
    private @Nullable Presence presence;
    private @Nullable Restated restated;
    private boolean restatedKnown;
    private boolean complete = true;
    private boolean splitInputs;

    /**
     * Plans nothing yet.
     *
     * @param setOver formula KPIs over which values were set
     */
    QueryRun(Program program, FiscalCalendar calendar, InputReader inputs, Set<KpiCode> setOver, Overrides overrides) {
        this.program = program;
        this.calendar = calendar;
        this.setOver = setOver;
        this.overrides = overrides;
        this.inputs = inputs;
        this.splits = new Splits(inputs, this::observed);
        this.frame = new Frame(program.mostOperands());
        this.blocks = new Block[program.steps().size()];
    }

    /** The KPIs whose observations the run reads. */
    private Set<KpiCode> observed() {
        var observed = new HashSet<>(setOver);
        for (var step : program.steps()) {
            if (step.kpi().definition().isInput()) {
                observed.add(step.code());
            }
        }
        return observed;
    }

    /** Evaluates the targets over these ordinals. */
    QueryRun run(int low, int high) {
        if (runPlain(low, high)) {
            return this;
        }
        for (var target : program.targets()) {
            need(target, low, high);
        }
        for (var block : blocks) {
            plan(block);
        }
        for (var place = blocks.length - 1; place >= 0; place--) {
            evaluate(blocks[place]);
        }
        return this;
    }

    private boolean runPlain(int low, int last) {
        var plain = program.plain();
        if (plain == null || !setOver.isEmpty() || !inputs.isPlain()) {
            return false;
        }
        var run = plain.run(inputs.observations(), program.targets(), low, last);
        if (run == null) {
            return false;
        }
        plainRun = run;
        high = last;
        complete = run.complete();
        return true;
    }

    /** The block of a target, by its place among those asked for. */
    Block target(int index) {
        return block(program.targets()[index]);
    }

    /** The bare cells of a target that is not split, over ordinals of the run. */
    Column cells(int index, int from, int to) {
        var run = plainRun;
        if (run == null) {
            var block = target(index);
            return block.column(0).slice(from - block.low(), to - from + 1);
        }
        var place = program.targets()[index];
        return run.columns()[place].slice(from - run.lows()[place], to - from + 1);
    }

    Block block(int place) {
        var block = blocks[place];
        if (block == null) {
            block = plainBlock(place);
            blocks[place] = block;
        }
        return block;
    }

    private Block plainBlock(int place) {
        var run = Objects.requireNonNull(plainRun);
        var block = new Block(program.steps().get(place), run.lows()[place], high);
        var columns = new Column[] {run.columns()[place]};
        block.evaluated(columns, columns, List.of());
        return block;
    }

    /** All blocks, a formula's before those of its operands. */
    List<Block> blocks() {
        for (var place = 0; place < blocks.length; place++) {
            block(place);
        }
        return List.of(blocks);
    }

    Splits splits() {
        return splits;
    }

    Lines lines(Block block) {
        return splits.lines(block.key().split());
    }

    /** How much of an input's cells was there, in one line of its block; counted once, as every cell above asks for it. */
    Coverage coverage(Block block, int line) {
        return coverages
                .computeIfAbsent(block, any -> new HashMap<>())
                .computeIfAbsent(line, any -> counted(block, line));
    }

    private Coverage counted(Block block, int line) {
        var spans = block.spans();
        var reader = splits.reader(block.key().split());
        var fine = reader.coverage(block.kpi(), lines(block).members(line), block.fineLow(), block.fineLength());
        return spans == null ? fine : fine.over(spans);
    }

    /** Which of the run's cells rest on what was there; worked out when first asked for. */
    Presence presence() {
        if (presence == null) {
            presence = Presence.of(this);
        }
        return presence;
    }

    /** Which of the run's cells were restated; null when nothing below any of them has changed. */
    @Nullable Restated restated() {
        if (!restatedKnown) {
            restated = hasChanges() ? Restated.of(this, calendar) : null;
            restatedKnown = true;
        }
        return restated;
    }

    private boolean hasChanges() {
        for (var step : program.steps()) {
            if ((step.computation() == null || setOver.contains(step.code()))
                    && splits.reader(step.key().split()).hasChanges(step.code())) {
                return true;
            }
        }
        return false;
    }

    /** Whether every input cell below every cell of the run was observed, so that nothing needs to be counted. */
    boolean isComplete() {
        return complete;
    }

    /** Whether inputs of the run may have been observed for different members. */
    boolean hasSplitInputs() {
        return splitInputs;
    }

    /** The lines at which a block's formula was run that belong to a line of the block. */
    List<Integer> partsOf(Block block, Program.Computation computation, int line) {
        return splits.parts(computation.split(), block.key().split()).get(line);
    }

    /** The KPIs of weekly values that this run has added up to longer periods, in code order. */
    SortedSet<KpiCode> weeksRolledUp() {
        var weekly = new TreeSet<KpiCode>();
        for (var step : program.steps()) {
            if (step.fineGrain() == Grain.WEEK
                    && Grain.WEEK.isFinerThan(step.key().grain())) {
                weekly.add(step.code());
            }
        }
        return weekly;
    }

    private void need(int place, int low, int high) {
        var block = blocks[place];
        if (block == null) {
            blocks[place] = new Block(program.steps().get(place), low, high);
        } else {
            block.widen(low, high);
        }
    }

    private void plan(Block block) {
        var computation = block.computation();
        if (block.step().isFinerThanGrain()) {
            return;
        }
        block.rollUpBy(spans(block, computation));
        if (computation != null) {
            var low = block.fineLow() - computation.lookBack();
            var high = block.fineLow() + block.fineLength() - 1;
            for (var operand : computation.operands()) {
                need(operand, low, high);
            }
        }
    }

    private @Nullable Spans spans(Block block, Program.@Nullable Computation computation) {
        var key = block.key();
        var fine = block.step().fineGrain();
        if (key.toDate() != null && (computation == null || computation.rollup() != Rollup.RECOMPUTE)) {
            return Spans.toDate(calendar, key.toDate(), key.grain(), block.low(), block.high(), fine);
        }
        return fine == key.grain() ? null : Spans.of(calendar, key.grain(), block.low(), block.high(), fine);
    }

    private void evaluate(Block block) {
        var computation = block.computation();
        if (block.step().isFinerThanGrain()) {
            complete = false;
            var missing = new Column[lines(block).count()];
            Arrays.fill(missing, Column.missing(block.length()));
            block.evaluated(missing);
        } else if (computation == null) {
            readInput(block);
        } else {
            compute(block, computation);
        }
    }

    private void readInput(Block block) {
        var kpi = block.kpi();
        var reader = splits.reader(block.key().split());
        var lines = lines(block);
        var spans = block.spans();
        splitInputs |= !kpi.dimensions().isEmpty();
        var columns = new Column[lines.count()];
        for (var line = 0; line < columns.length; line++) {
            var read = reader.read(kpi, lines.members(line), block.fineLow(), block.fineLength());
            complete &= read.complete();
            columns[line] = spans == null
                    ? read.column()
                    : RollupMath.overTime(kpi.overTime().rollup(), read.column(), spans);
        }
        block.evaluated(columns);
    }

    private void compute(Block block, Program.Computation computation) {
        var computed = new Column[splits.lines(computation.split()).count()];
        for (var line = 0; line < computed.length; line++) {
            var column = overlaid(block, computation, computation.split(), line, runFormulas(block, computation, line));
            computed[line] = changed(block, computation, line, column);
        }
        if (block.spans() == null && computation.split().equals(block.key().split()) && !isSetCoarser(block)) {
            block.evaluated(computed, computed, List.of());
            return;
        }
        var rolledUp = new Column[lines(block).count()];
        var notRolledUp = new ArrayList<BitSet>();
        for (var line = 0; line < rolledUp.length; line++) {
            var column = overMembers(block, computation, computed, line);
            rolledUp[line] = overTime(block, computation, line, column, notRolledUp);
        }
        block.evaluated(rolledUp, computed, notRolledUp);
    }

    /** Each formula over the periods in which it holds. */
    private Column runFormulas(Block block, Program.Computation computation, int line) {
        var low = block.fineLow();
        var end = low + block.fineLength();
        var first = computation.placeAt(low);
        var last = computation.placeAt(end - 1);
        if (first == last) {
            return runFormula(computation.formulas().get(first), computation, line, low, end - low);
        }
        var values = new double[end - low];
        for (var place = first; place <= last; place++) {
            var from = Math.max(low, computation.formulas().get(place).from());
            var until =
                    place == last ? end : computation.formulas().get(place + 1).from();
            var part = runFormula(computation.formulas().get(place), computation, line, from, until - from);
            System.arraycopy(part.array(), part.offset(), values, from - low, part.length());
        }
        return Column.of(values);
    }

    private Column runFormula(Program.Formula formula, Program.Computation computation, int line, int low, int length) {
        var operands = formula.operands();
        frame.begin(computation.grain());
        for (var slot = 0; slot < operands.length; slot++) {
            var operand = blocks[operands[slot]];
            frame.load(slot, operandColumn(operand, computation, line), operand.low());
        }
        return formula.compiled().run(frame, low, length);
    }

    private Column operandColumn(Block operand, Program.Computation computation, int line) {
        var place = splits.places(computation.split(), operand.key().split())[line];
        return place < 0 ? Column.missing(operand.length()) : operand.column(place);
    }

    private boolean isSetOver(Block block) {
        return !setOver.isEmpty() && setOver.contains(block.key().kpi());
    }

    /** Whether values set over a rate at its own grain are looked at from longer periods. */
    private boolean isSetCoarser(Block block) {
        return isSetOver(block)
                && (block.key().grain() != block.kpi().definition().grain()
                        || block.key().toDate() != null);
    }

    private Column overlaid(
            Block block, Program.Computation computation, BlockKey.Split split, int line, Column column) {
        if (!isSetOver(block)
                || computation.grain() != block.kpi().definition().grain()
                || (block.spans() == null && block.key().toDate() != null)) {
            return column;
        }
        var members = splits.lines(split).members(line);
        return column.overlaidWith(splits.reader(split).set(block.kpi(), members, block.fineLow(), block.fineLength()));
    }

    private Column changed(Block block, Program.Computation computation, int line, Column column) {
        var kpi = block.key().kpi();
        if (!overrides.kpis().contains(kpi)) {
            return column;
        }
        var members = splits.lines(computation.split()).members(line);
        var standsFor = splits.reader(computation.split()).standsFor(members);
        return column.changedBy(overrides, kpi, computation.grain(), block.fineLow(), standsFor);
    }

    private Column overMembers(Block block, Program.Computation computation, Column[] computed, int line) {
        if (computation.split().equals(block.key().split())) {
            return computed[line];
        }
        var parts = partsOf(block, computation, line).stream()
                .map(part -> computed[part])
                .toList();
        var rolled = parts.isEmpty()
                ? Column.missing(block.fineLength())
                : RollupMath.overMembers(computation.memberRollup(), parts);
        return overlaid(block, computation, block.key().split(), line, rolled);
    }

    private Column overTime(
            Block block, Program.Computation computation, int line, Column column, List<BitSet> notRolledUp) {
        var spans = block.spans();
        if (spans != null) {
            return RollupMath.overTime(computation.rollup(), column, spans);
        }
        if (!isSetCoarser(block)) {
            return column;
        }
        var own = block.kpi().definition().grain();
        var key = block.key();
        var fine = key.toDate() == null
                ? Spans.of(calendar, key.grain(), block.low(), block.high(), own)
                : Spans.toDate(calendar, key.toDate(), key.grain(), block.low(), block.high(), own);
        var members = splits.lines(key.split()).members(line);
        var set = SetValues.over(
                column, splits.reader(key.split()).set(block.kpi(), members, fine.fineLow(), fine.fineCount()), fine);
        notRolledUp.add(set.notRolledUp());
        return set.column();
    }
}
