package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.MissingPolicy;
import com.planitai.kpi.engine.model.ResolvedKpi;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * An input's cells of one line at its own grain: the columns of all combinations of members that belong to the line, filled
 * by the missing policy. A value observed for exactly the line's members wins over what its parts roll up to.
 */
final class InputCells {
    private final ResolvedKpi kpi;
    private final SortedMap<String, String> own;
    private final int low;
    private final int length;
    private final int fillEnd;
    private final Overrides overrides;
    private final List<Part> parts = new ArrayList<>();
    private final List<Part> whole = new ArrayList<>();

    /**
     * @param own the members that the line stands for
     * @param fillEnd index up to which the missing policy fills
     * @param overrides what would be different of the KPI
     */
    InputCells(ResolvedKpi kpi, SortedMap<String, String> own, int low, int length, int fillEnd, Overrides overrides) {
        this.kpi = kpi;
        this.own = own;
        this.low = low;
        this.length = length;
        this.fillEnd = fillEnd;
        this.overrides = overrides;
    }

    /** One combination of members: what was observed of it, and that with gaps filled. */
    private record Part(SortedMap<String, String> members, Column observed, Column filled) {}

    void add(SortedMap<String, String> members, ObservationColumn source) {
        var observed = source.over(low, length);
        (members.equals(own) ? whole : parts)
                .add(new Part(members, observed, changed(members, filled(source, observed))));
    }

    Column column() {
        if (parts.isEmpty()) {
            return whole.isEmpty() ? nothing() : whole.getFirst().filled();
        }
        var rolledUp = RollupMath.overMembers(
                kpi.overMembers().rollup(), parts.stream().map(Part::filled).toList());
        return whole.isEmpty()
                ? rolledUp
                : patched(rolledUp, changed(own, whole.getFirst().observed()));
    }

    private Column nothing() {
        return changed(own, filled(ObservationColumn.EMPTY, Column.missing(length)));
    }

    private static Column patched(Column column, Column over) {
        var values = column.toArray();
        for (var i = 0; i < values.length; i++) {
            if (over.isPresent(i)) {
                values[i] = over.value(i);
            }
        }
        return Column.of(values);
    }

    /** Whether each cell that could have been there was observed. */
    boolean isComplete() {
        for (var i = 0; i < length; i++) {
            if (!isComplete(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isComplete(int index) {
        if (!whole.isEmpty() && whole.getFirst().observed().isPresent(index)) {
            return true;
        }
        return !parts.isEmpty()
                && parts.stream().allMatch(part -> part.observed().isPresent(index));
    }

    /** Counts parts, but the whole where it was observed; where there is neither, the cell that should have been. */
    Coverage coverage() {
        var coverage = Coverage.empty(length);
        var counted =
                whole.isEmpty() && parts.isEmpty() ? List.of(new Part(own, Column.missing(length), nothing())) : parts;
        for (var i = 0; i < length; i++) {
            var wholeWins = !whole.isEmpty()
                    && (parts.isEmpty() || whole.getFirst().observed().isPresent(i));
            for (var part : wholeWins ? whole : counted) {
                coverage.count(
                        i,
                        low + i,
                        part.members(),
                        part.observed().isPresent(i),
                        part.filled().isPresent(i));
            }
        }
        return coverage;
    }

    private Column changed(SortedMap<String, String> members, Column cells) {
        return cells.changedBy(
                overrides, kpi.definition().code(), kpi.definition().grain(), low, members);
    }

    private Column filled(ObservationColumn source, Column observed) {
        if (fillEnd == 0) {
            return observed;
        }
        var values = observed.toArray();
        if (kpi.definition().missing().policy() == MissingPolicy.ZERO) {
            for (var i = 0; i < fillEnd; i++) {
                values[i] = observed.isPresent(i) ? values[i] : 0;
            }
        } else {
            carryForward(values, observed, source);
        }
        return Column.of(values);
    }

    private void carryForward(double[] values, Column observed, ObservationColumn source) {
        var limit = kpi.definition().missing().limit();
        var last = source.indexAtOrAfter(low) - 1;
        for (var i = 0; i < fillEnd; i++) {
            if (observed.isPresent(i)) {
                last++;
            } else if (last >= 0 && (long) low + i - source.ordinal(last) <= limit) {
                values[i] = source.value(last);
            }
        }
    }
}
