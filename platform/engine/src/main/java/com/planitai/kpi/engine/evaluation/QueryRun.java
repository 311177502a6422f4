package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** One evaluation of one scenario: plan, then run the plan from the inputs up. Used by one thread, once. */
final class QueryRun {
    private final FiscalCalendar calendar;
    private final InputReader inputs;
    private final boolean valuesMayBeSet;
    private final MissingCauses causes;
    private final RollupMath rollups;
    private final ExpressionRunner runner;
    private final Plan plan;
    private final Map<List<String>, Lines> lines = new HashMap<>();
    private final Map<BlockKey, Block> blocks = new HashMap<>();
    private final Map<Regrouping, List<List<Integer>>> parts = new HashMap<>();

    /** From a finer grouping to a coarser one. */
    private record Regrouping(List<String> from, List<String> to) {}

    QueryRun(KpiGraph graph, FiscalCalendar calendar, InputReader inputs, String scenario, MissingCauses causes) {
        this.calendar = calendar;
        this.inputs = inputs;
        this.valuesMayBeSet = !scenario.equals(InputReader.ACTUAL);
        this.causes = causes;
        this.rollups = new RollupMath(causes);
        this.runner = new ExpressionRunner(graph, causes);
        this.plan = new Plan(graph, calendar, this::hasSetValues);
    }

    private boolean hasSetValues(KpiCode kpi) {
        return valuesMayBeSet && inputs.has(kpi);
    }

    void need(BlockKey key, int low, int high) {
        plan.need(key, low, high);
    }

    void run() {
        var planned = plan.complete();
        var combinations = combinations(planned);
        for (var block : planned) {
            blocks.put(block.key(), block);
            lines.computeIfAbsent(block.key().grouping(), grouping -> Lines.of(grouping, combinations));
            var computation = block.computation();
            if (computation != null) {
                lines.computeIfAbsent(computation.grouping(), grouping -> Lines.of(grouping, combinations));
            }
        }
        for (var block : planned.reversed()) {
            evaluate(block);
        }
    }

    Block block(BlockKey key) {
        var block = blocks.get(key);
        if (block == null) {
            throw new IllegalStateException("expected " + key + " to have been planned");
        }
        return block;
    }

    Lines lines(List<String> grouping) {
        var known = lines.get(grouping);
        if (known == null) {
            throw new IllegalStateException("expected a grouping by " + grouping + " to have been planned");
        }
        return known;
    }

    /** The KPIs of weekly values that this run has added up to longer periods, in code order. */
    SortedSet<KpiCode> weeksRolledUp() {
        var weekly = new TreeSet<KpiCode>();
        for (var block : blocks.values()) {
            var computation = block.computation();
            var from = computation == null ? block.kpi().definition().grain() : computation.grain();
            if (from == Grain.WEEK && from.isFinerThan(block.key().grain())) {
                weekly.add(block.key().kpi());
            }
        }
        return weekly;
    }

    MissingReason reason(int cause) {
        return causes.reason(cause);
    }

    /** Every combination of members that an input of the plan, or a set value, has. */
    private Set<SortedMap<String, String>> combinations(Collection<Block> planned) {
        var kpis = new HashSet<KpiCode>();
        for (var block : planned) {
            if (block.kpi().definition().isInput() || valuesMayBeSet) {
                kpis.add(block.key().kpi());
            }
        }
        var combinations = new HashSet<SortedMap<String, String>>();
        kpis.forEach(kpi -> combinations.addAll(inputs.combinations(kpi)));
        return combinations;
    }

    private void evaluate(Block block) {
        var computation = block.computation();
        if (block.isFinerThanGrain()) {
            var cause = causes.number(
                    MissingReason.Code.FINER_THAN_GRAIN, List.of(block.key().kpi()));
            var missing = Column.missing(block.length(), cause);
            block.evaluatedUnavailable(Collections.nCopies(lineCount(block.key()), missing));
        } else if (computation == null) {
            readInput(block);
        } else {
            compute(block, computation);
        }
    }

    private int lineCount(BlockKey key) {
        return lines(key.grouping()).count();
    }

    private void readInput(Block block) {
        var kpi = block.kpi();
        var own = kpi.definition().grain();
        var spans = Spans.of(calendar, block.key().grain(), block.low(), block.high(), own);
        var columns = new ArrayList<Column>();
        var coverages = new ArrayList<Coverage>();
        var keyLines = lines(block.key().grouping());
        for (var line = 0; line < keyLines.count(); line++) {
            var read = inputs.read(kpi, keyLines.members(line), spans.fineLow(), spans.fineCount());
            var sameGrain = own == block.key().grain();
            columns.add(
                    sameGrain ? read.column() : rollups.overTime(kpi.overTime().rollup(), read.column(), spans));
            coverages.add(sameGrain ? read.coverage() : read.coverage().over(spans));
        }
        block.evaluatedInput(columns, coverages);
    }

    private void compute(Block block, Block.Computation computation) {
        var computed = new ArrayList<Column>();
        var present = new ArrayList<Presence>();
        for (var line = 0; line < lineCount(computation.key()); line++) {
            var column = overlaid(block, computation, computation.key(), line, runFormula(block, computation, line));
            computed.add(column);
            present.add(Presence.computed(computation, block.kpi().lookBack(), line, column));
        }
        var rolledUp = new ArrayList<Column>();
        var presentBelow = new ArrayList<Presence>();
        var notRolledUp = new ArrayList<BitSet>();
        for (var line = 0; line < lineCount(block.key()); line++) {
            var column =
                    overTime(block, computation, line, overMembers(block, computation, computed, line), notRolledUp);
            rolledUp.add(column);
            var parts =
                    partsOf(block, computation, line).stream().map(present::get).toList();
            presentBelow.add(Presence.rolledUp(parts, computation.spans(), column));
        }
        block.evaluatedFormula(computed, rolledUp, presentBelow, notRolledUp);
    }

    private Column overTime(
            Block block, Block.Computation computation, int line, Column column, List<BitSet> notRolledUp) {
        if (computation.grain() != block.key().grain()) {
            return rollups.overTime(computation.rollup(), column, computation.spans());
        }
        if (!hasSetValues(block.key().kpi())) {
            return column;
        }
        var members = lines(block.key().grouping()).members(line);
        var set = new SetValues(inputs, calendar, block, members);
        var overlaid = set.overlaidOn(column);
        notRolledUp.add(set.notRolledUp());
        return overlaid;
    }

    private Column runFormula(Block block, Block.Computation computation, int line) {
        var lookBack = block.kpi().lookBack().most();
        var length = computation.length() + lookBack;
        var references = new HashMap<String, Column>();
        for (var operand : computation.operands()) {
            var from = computation.low() - lookBack - operand.low();
            references.put(operand.key().kpi().value(), operand.column(line).slice(from, length));
        }
        var expression = block.kpi().expression().orElseThrow();
        return runner.run(expression, references, length).slice(lookBack, computation.length());
    }

    private Column overlaid(Block block, Block.Computation computation, BlockKey at, int line, Column column) {
        if (!hasSetValues(block.key().kpi())
                || computation.grain() != block.kpi().definition().grain()) {
            return column;
        }
        var members = lines(at.grouping()).members(line);
        return column.overlaidWith(inputs.set(block.kpi(), members, computation.low(), computation.length()));
    }

    private Column overMembers(Block block, Block.Computation computation, List<Column> computed, int line) {
        if (computation.memberRollup() == Rollup.RECOMPUTE
                || computation.grouping().equals(block.key().grouping())) {
            return computed.get(line);
        }
        var parts = new ArrayList<Column>();
        for (var part : partsOf(block, computation, line)) {
            parts.add(computed.get(part));
        }
        var cause = causes.number(MissingReason.Code.NO_VALUE, block.kpi().references());
        var rolled = parts.isEmpty()
                ? Column.missing(computation.length(), cause)
                : rollups.overMembers(computation.memberRollup(), parts);
        return overlaid(block, computation, block.key(), line, rolled);
    }

    /** The lines at which the formula was run that belong to a line of the block. */
    List<Integer> partsOf(Block block, Block.Computation computation, int line) {
        if (computation.grouping().equals(block.key().grouping())) {
            return List.of(line);
        }
        return parts.computeIfAbsent(
                        new Regrouping(computation.grouping(), block.key().grouping()), this::partsByLine)
                .get(line);
    }

    private List<List<Integer>> partsByLine(Regrouping regrouping) {
        var from = lines(regrouping.from());
        var to = lines(regrouping.to());
        var byLine = new ArrayList<List<Integer>>();
        for (var line = 0; line < to.count(); line++) {
            byLine.add(new ArrayList<>());
        }
        for (var part = 0; part < from.count(); part++) {
            var line = to.indexOf(Selection.projected(from.members(part), regrouping.to()));
            if (line >= 0) {
                byLine.get(line).add(part);
            }
        }
        return byLine;
    }
}
