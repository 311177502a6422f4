package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;

/** The lines of each split of one run, and which lines of one belong to which of another. */
final class Splits {
    private static final int[] FIRST = {0};
    private static final List<List<Integer>> ONE_OF_ONE = List.of(List.of(0));

    private final InputReader inputs;
    private final Supplier<Set<KpiCode>> observed;
    private final Map<List<String>, InputReader> readers = new HashMap<>();
    private final Map<BlockKey.Split, Lines> lines = new HashMap<>();
    private final Map<Between, int[]> places = new HashMap<>();
    private final Map<Between, List<List<Integer>>> parts = new HashMap<>();

    /** @param observed the KPIs whose observations the run reads: their members make the lines */
    Splits(InputReader inputs, Supplier<Set<KpiCode>> observed) {
        this.inputs = inputs;
        this.observed = observed;
    }

    private record Between(BlockKey.Split from, BlockKey.Split to) {}

    InputReader reader(BlockKey.Split split) {
        return split.unfiltered().isEmpty() ? inputs : readers.computeIfAbsent(split.unfiltered(), inputs::without);
    }

    Lines lines(BlockKey.Split split) {
        if (split.isWhole()) {
            return Lines.WHOLE;
        }
        return lines.computeIfAbsent(split, wanted -> {
            var reader = reader(wanted);
            var combinations = new HashSet<SortedMap<String, String>>();
            observed.get().forEach(kpi -> combinations.addAll(reader.combinations(kpi)));
            return Lines.of(wanted.grouping(), combinations);
        });
    }

    /** For each line of the first split the line of the coarser second to which it belongs; −1 when to none. */
    int[] places(BlockKey.Split from, BlockKey.Split to) {
        if (from.isWhole() && to.isWhole()) {
            return FIRST;
        }
        return places.computeIfAbsent(new Between(from, to), between -> {
            var fine = lines(from);
            var coarse = lines(to);
            var found = new int[fine.count()];
            for (var line = 0; line < found.length; line++) {
                found[line] =
                        from.equals(to) ? line : coarse.indexOf(Selection.projected(fine.members(line), to.grouping()));
            }
            return found;
        });
    }

    /** For each line of the coarser second split the lines of the first that belong to it. */
    List<List<Integer>> parts(BlockKey.Split from, BlockKey.Split to) {
        if (from.isWhole() && to.isWhole()) {
            return ONE_OF_ONE;
        }
        return parts.computeIfAbsent(new Between(from, to), between -> {
            List<List<Integer>> byLine = new ArrayList<>();
            for (var line = 0; line < lines(to).count(); line++) {
                byLine.add(new ArrayList<>());
            }
            var belongsTo = places(from, to);
            for (var part = 0; part < belongsTo.length; part++) {
                if (belongsTo[part] >= 0) {
                    byLine.get(belongsTo[part]).add(part);
                }
            }
            return byLine;
        });
    }
}
