package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.Rollup;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rolls whole columns up. */
final class RollupMath {
    private final MissingCauses causes;

    RollupMath(MissingCauses causes) {
        this.causes = causes;
    }

    /** One column of the members' columns, cell by cell; the columns are in member order. */
    Column overMembers(Rollup rollup, List<Column> members) {
        if (members.size() == 1) {
            return members.getFirst();
        }
        var rolled = new Rolled(members.getFirst().length());
        var accumulator = new Accumulator(rollup, causes);
        for (var i = 0; i < rolled.values.length; i++) {
            accumulator.reset();
            for (var member : members) {
                accumulator.add(member, i);
            }
            rolled.take(i, accumulator);
        }
        return rolled.toColumn(computed(members, columns -> overMembers(rollup, columns)));
    }

    /** One coarse cell for each span of fine cells. */
    Column overTime(Rollup rollup, Column fine, Spans spans) {
        var rolled = new Rolled(spans.count());
        var accumulator = new Accumulator(rollup, causes);
        for (var i = 0; i < rolled.values.length; i++) {
            accumulator.reset();
            for (var index = spans.first(i); index <= spans.last(i); index++) {
                accumulator.add(fine, index);
            }
            rolled.take(i, accumulator);
        }
        var computed = fine.computed();
        return rolled.toColumn(computed == null ? null : overTime(rollup, computed, spans));
    }

    private static @Nullable Column computed(List<Column> members, Function<List<Column>, Column> roll) {
        if (members.stream().allMatch(member -> member.computed() == null)) {
            return null;
        }
        return roll.apply(members.stream()
                .map(member -> {
                    var computed = member.computed();
                    return computed == null ? member : computed;
                })
                .toList());
    }

    private static final class Rolled {
        private final double[] values;
        private final int[] missing;
        private final boolean[] set;

        Rolled(int length) {
            values = new double[length];
            missing = new int[length];
            set = new boolean[length];
        }

        void take(int index, Accumulator accumulator) {
            missing[index] = accumulator.missing();
            if (missing[index] == MissingCauses.PRESENT) {
                values[index] = accumulator.value();
                set[index] = accumulator.isSet();
            }
        }

        Column toColumn(@Nullable Column computed) {
            return new Column(values, missing, set, computed);
        }
    }
}
