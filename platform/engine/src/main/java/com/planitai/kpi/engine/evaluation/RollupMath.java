package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.evaluation.Arithmetic.MISSING;
import static com.planitai.kpi.engine.evaluation.Arithmetic.finite;
import static com.planitai.kpi.engine.evaluation.Arithmetic.isPresent;

import com.planitai.kpi.engine.model.Rollup;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rolls cells up. All rollups but FIRST and LAST pass over missing cells and are missing when all are; those two are
 * exactly their cell.
 */
final class RollupMath {
    private RollupMath() {}

    /** One column of the members' columns, cell by cell; the columns are in member order. */
    static Column overMembers(Rollup rollup, List<Column> members) {
        if (members.size() == 1) {
            return members.getFirst();
        }
        var length = members.getFirst().length();
        var values = new double[length];
        var flags = members.stream().anyMatch(Column::hasSetCells) ? new boolean[length] : null;
        var cells = new double[members.size()];
        for (var i = 0; i < length; i++) {
            var allSet = true;
            for (var member = 0; member < cells.length; member++) {
                var column = members.get(member);
                cells[member] = column.value(i);
                allSet &= !column.isPresent(i) || column.isSet(i);
            }
            values[i] = rolled(rollup, cells, 0, cells.length);
            if (flags != null) {
                flags[i] = isPresent(values[i]) && allSet;
            }
        }
        return new Column(values, flags, computed(rollup, members));
    }

    /** One coarse cell for each span of fine cells. */
    static Column overTime(Rollup rollup, Column fine, Spans spans) {
        var values = new double[spans.count()];
        for (var i = 0; i < values.length; i++) {
            values[i] = fine.rolled(rollup, spans.first(i), spans.end(i));
        }
        var computed = fine.computed();
        return new Column(
                values, setFlags(fine, spans, values), computed == null ? null : overTime(rollup, computed, spans));
    }

    private static boolean @Nullable [] setFlags(Column fine, Spans spans, double[] values) {
        if (!fine.hasSetCells()) {
            return null;
        }
        var flags = new boolean[values.length];
        for (var i = 0; i < flags.length; i++) {
            var allSet = true;
            for (var index = spans.first(i); index < spans.end(i); index++) {
                allSet &= !fine.isPresent(index) || fine.isSet(index);
            }
            flags[i] = isPresent(values[i]) && allSet;
        }
        return flags;
    }

    /** What the formulas of all members give, when a value was set over any of them. */
    private static @Nullable Column computed(Rollup rollup, List<Column> members) {
        if (members.stream().allMatch(member -> member.computed() == null)) {
            return null;
        }
        return overMembers(
                rollup,
                members.stream()
                        .map(member -> Objects.requireNonNullElse(member.computed(), member))
                        .toList());
    }

    static double rolled(Rollup rollup, double[] cells, int from, int end) {
        return switch (rollup) {
            case SUM -> sum(cells, from, end);
            case AVERAGE -> average(cells, from, end);
            case MIN -> extreme(cells, from, end, false);
            case MAX -> extreme(cells, from, end, true);
            case FIRST -> from < end ? cells[from] : MISSING;
            case LAST -> from < end ? cells[end - 1] : MISSING;
            case LAST_NON_EMPTY -> lastPresent(cells, from, end);
            case RECOMPUTE -> throw new IllegalArgumentException("expected a rollup of values, got RECOMPUTE");
        };
    }

    static double sum(double[] cells, int from, int end) {
        var sum = 0.0;
        var present = 0;
        for (var i = from; i < end; i++) {
            if (isPresent(cells[i])) {
                sum += cells[i];
                present++;
            }
        }
        return present == 0 ? MISSING : finite(sum);
    }

    static double average(double[] cells, int from, int end) {
        var present = 0;
        for (var i = from; i < end; i++) {
            present += isPresent(cells[i]) ? 1 : 0;
        }
        return present == 0 ? MISSING : finite(sum(cells, from, end) / present);
    }

    private static double extreme(double[] cells, int from, int end, boolean largest) {
        var extreme = MISSING;
        for (var i = from; i < end; i++) {
            if (isPresent(cells[i])) {
                extreme = !isPresent(extreme)
                        ? cells[i]
                        : largest ? Math.max(extreme, cells[i]) : Math.min(extreme, cells[i]);
            }
        }
        return extreme;
    }

    private static double lastPresent(double[] cells, int from, int end) {
        for (var i = end - 1; i >= from; i--) {
            if (isPresent(cells[i])) {
                return cells[i];
            }
        }
        return MISSING;
    }
}
