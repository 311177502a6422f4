package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.attribution.TwoPointFormula;
import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.model.Rollup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/**
 * A formula whose drivers stand at either of two points. It is run over the cells of the points' periods, which are matched
 * one by one, and over the lines of both; where one point has more of them, the rest is missing on the other side. The
 * formula is the one that holds at the second point, so that a formula that changed in between shows as what the drivers do
 * not explain.
 */
final class MixedFormula implements TwoPointFormula {
    /** Cells of one operand that all mixes together may take; beyond, they are run one by one. */
    private static final int MAX_CELLS_AT_ONCE = 1 << 16;

    private final KpiGraph graph;
    private final List<KpiCode> drivers;
    private final ToDoubleBiFunction<KpiCode, Boolean> values;
    private final Program.Computation computation;
    private final Program.Formula formula;
    private final boolean rolledUp;
    private final int[] driverOfSlot;
    private final PointCells first;
    private final PointCells second;
    private final List<Column[][]> lines;

    /** @param values of a driver, at the first point or, when true, at the second */
    MixedFormula(KpiGraph graph, PointCells first, PointCells second, ToDoubleBiFunction<KpiCode, Boolean> values) {
        this.graph = graph;
        this.drivers = graph.references(first.kpi());
        this.values = values;
        this.computation = second.computation();
        this.formula = computation.formulaAt(second.low() + second.count() - 1);
        this.rolledUp = second.isRolledUp();
        this.driverOfSlot = Arrays.stream(formula.operands())
                .map(place -> drivers.indexOf(second.operand(place)))
                .toArray();
        this.first = first;
        this.second = second;
        this.lines = lines();
    }

    /** For each line of either point and for each point the operands' columns. */
    private List<Column[][]> lines() {
        var count = Math.max(first.count(), second.count());
        var keys = new TreeMap<String, Column[][]>();
        for (var at = 0; at < 2; at++) {
            var point = at == 0 ? first : second;
            for (var part : point.parts()) {
                var columns = keys.computeIfAbsent(point.members(part).toString(), key -> new Column[2][]);
                columns[at] = point.columns(formula, part, count, alignsEnds());
            }
        }
        for (var columns : keys.values()) {
            for (var at = 0; at < 2; at++) {
                if (columns[at] == null) {
                    columns[at] = new Column[driverOfSlot.length];
                    Arrays.fill(columns[at], Column.missing(computation.lookBack() + count));
                }
            }
        }
        return List.copyOf(keys.values());
    }

    private boolean alignsEnds() {
        return computation.rollup() == Rollup.LAST || computation.rollup() == Rollup.LAST_NON_EMPTY;
    }

    @Override
    public List<KpiCode> drivers() {
        return drivers;
    }

    @Override
    public Expression expression() {
        return formula.expression();
    }

    @Override
    public double value(boolean[] atSecond) {
        var results = new ArrayList<Column>(lines.size());
        for (var line : lines) {
            var frame = frame();
            for (var slot = 0; slot < driverOfSlot.length; slot++) {
                load(frame, slot, line[atSecond[driverOfSlot[slot]] ? 1 : 0][slot]);
            }
            results.add(run(frame));
        }
        return rolledUp(results, count(atSecond));
    }

    @Override
    public double valueWith(boolean[] atSecond, int driver, double driverValue) {
        var point = atSecond[driver] ? second : first;
        var current = values.applyAsDouble(drivers.get(driver), atSecond[driver]);
        var results = new ArrayList<Column>(lines.size());
        for (var line : lines) {
            var frame = frame();
            for (var slot = 0; slot < driverOfSlot.length; slot++) {
                var column = line[atSecond[driverOfSlot[slot]] ? 1 : 0][slot];
                load(
                        frame,
                        slot,
                        driverOfSlot[slot] == driver ? moved(column, point, driver, current, driverValue) : column);
            }
            results.add(run(frame));
        }
        return rolledUp(results, count(atSecond));
    }

    private Frame frame() {
        var frame = new Frame(driverOfSlot.length);
        frame.begin(computation.grain());
        return frame;
    }

    private void load(Frame frame, int slot, Column column) {
        frame.load(slot, column, second.low() - computation.lookBack());
    }

    private Column run(Frame frame) {
        return formula.compiled().run(frame, second.low(), Math.max(first.count(), second.count()));
    }

    /** Cells that any of the drivers has at its point. */
    private int count(boolean[] atSecond) {
        var count = 0;
        for (var driver = 0; driver < atSecond.length; driver++) {
            count = Math.max(count, atSecond[driver] ? second.count() : first.count());
        }
        return atSecond.length == 0 ? second.count() : count;
    }

    /** All mixes one behind the other in one run of the formula, which a formula that looks back would see. */
    @Override
    public double[] values() {
        var cells = Math.max(first.count(), second.count());
        if (computation.lookBack() > 0 || (long) cells << drivers.size() > MAX_CELLS_AT_ONCE) {
            return TwoPointFormula.super.values();
        }
        var values = new double[1 << drivers.size()];
        var results = new ArrayList<Column>(lines.size());
        for (var line : lines) {
            var frame = frame();
            for (var slot = 0; slot < driverOfSlot.length; slot++) {
                load(frame, slot, mixes(line, slot, cells, values.length));
            }
            results.add(formula.compiled().run(frame, second.low(), cells * values.length));
        }
        if (results.isEmpty()) {
            Arrays.fill(values, Arithmetic.MISSING);
            return values;
        }
        var column = RollupMath.overMembers(computation.memberRollup(), results);
        var atSecond = new boolean[drivers.size()];
        for (var mix = 0; mix < values.length; mix++) {
            TwoPointFormula.place(mix, atSecond);
            values[mix] = rolledUp(column, mix * cells, cells, count(atSecond));
        }
        return values;
    }

    private Column mixes(Column[][] line, int slot, int cells, int mixes) {
        var points = new double[][] {line[0][slot].toArray(), line[1][slot].toArray()};
        var all = new double[cells * mixes];
        for (var mix = 0; mix < mixes; mix++) {
            System.arraycopy(points[(mix >> driverOfSlot[slot]) & 1], 0, all, mix * cells, cells);
        }
        return Column.of(all);
    }

    private double rolledUp(List<Column> results, int count) {
        if (results.isEmpty()) {
            return Arithmetic.MISSING;
        }
        var column = RollupMath.overMembers(computation.memberRollup(), results);
        return rolledUp(column, 0, column.length(), count);
    }

    /** The value of the cells from {@code start} on, of which {@code count} count. */
    private double rolledUp(Column column, int start, int cells, int count) {
        if (!rolledUp) {
            return column.value(start);
        }
        var from = start + (alignsEnds() ? cells - count : 0);
        return column.rolled(computation.rollup(), from, from + count);
    }

    /** The column with its cells, but not what it looks back on, scaled or shifted so that they come to a value. */
    private Column moved(Column column, PointCells point, int driver, double current, double wanted) {
        var moved = column.toArray();
        var scales = current != 0 && Double.isFinite(wanted / current);
        var share = wanted - (Double.isNaN(current) ? 0 : current);
        if (!scales) {
            share /= parts(graph.resolved(drivers.get(driver)), point);
        }
        for (var i = computation.lookBack(); i < moved.length; i++) {
            moved[i] = scales ? moved[i] * (wanted / current) : moved[i] + share;
        }
        return Column.of(moved);
    }

    /** Into how many cells a value of the driver is divided that adds up over them. */
    private double parts(ResolvedKpi driver, PointCells point) {
        var overTime = driver.overTime().rollup() == Rollup.SUM ? point.count() : 1;
        var overMembers = driver.overMembers().rollup() == Rollup.SUM ? lines.size() : 1;
        return (double) overTime * overMembers;
    }
}
