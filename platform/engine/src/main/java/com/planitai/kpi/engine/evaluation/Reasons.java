package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.model.Rollup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Why cells are missing. Columns carry NaN and no reason, so that the arithmetic stays fast; the reason is worked out for
 * the cells that someone asks about, from the missing cells below them up. Nothing here recurses over KPIs: trees may be ten
 * thousand deep.
 */
final class Reasons {
    private final QueryRun run;
    private final MissingCauses causes = new MissingCauses();
    private final CellReasons cells;
    private final Map<Place, Integer> known = new HashMap<>();

    Reasons(KpiGraph graph, QueryRun run) {
        this.run = run;
        this.cells = new CellReasons(graph, run, causes, this::known);
    }

    /**
     * A missing cell.
     *
     * @param computed whether of the formula where it is run, before rolling up
     */
    record Place(int block, boolean computed, int line, int index) {}

    /** Of a cell that is missing. */
    MissingReason of(Block block, int line, int index) {
        var asked = new Place(block.step().place(), false, line, index);
        var open = new ArrayDeque<Place>();
        open.push(asked);
        while (!open.isEmpty()) {
            var place = open.peek();
            if (known.containsKey(place)) {
                open.pop();
                continue;
            }
            var unknown = below(place);
            unknown.removeIf(known::containsKey);
            if (unknown.isEmpty()) {
                known.put(place, cause(place));
                open.pop();
            } else {
                unknown.forEach(open::push);
            }
        }
        return causes.reason(known(asked));
    }

    private int known(Place place) {
        return known.getOrDefault(place, MissingCauses.PRESENT);
    }

    private List<Place> below(Place place) {
        var block = run.block(place.block());
        var computation = block.computation();
        var below = new ArrayList<Place>();
        if (computation == null || block.step().isFinerThanGrain()) {
            return below;
        }
        if (place.computed()) {
            cells.operandsBelow(block, computation, place, below);
            return below;
        }
        for (var part : run.partsOf(block, computation, place.line())) {
            for (var fine = block.firstFine(place.index()); fine < block.endFine(place.index()); fine++) {
                if (!block.computed(part).isPresent(fine)) {
                    below.add(new Place(place.block(), true, part, fine));
                }
            }
        }
        return below;
    }

    private int cause(Place place) {
        var block = run.block(place.block());
        var computation = block.computation();
        if (block.step().isFinerThanGrain()) {
            return causes.number(
                    MissingReason.Code.FINER_THAN_GRAIN, List.of(block.key().kpi()));
        }
        if (computation == null) {
            return ofInput(block, place);
        }
        return place.computed() ? cells.cause(block, computation, place) : rolledUp(block, computation, place);
    }

    /** Present cells that roll up to nothing have overflowed. */
    private int ofInput(Block block, Place place) {
        var kpi = block.kpi();
        var covered = run.coverage(block, place.line()).covered()[place.index()];
        var code = covered > 0 && !takesOneCell(kpi) ? MissingReason.Code.NOT_A_NUMBER : MissingReason.Code.NO_VALUE;
        return causes.number(
                code, code == MissingReason.Code.NO_VALUE ? List.of(block.key().kpi()) : List.of());
    }

    private static boolean takesOneCell(ResolvedKpi kpi) {
        return isOneCell(kpi.overTime().rollup()) || isOneCell(kpi.overMembers().rollup());
    }

    private static boolean isOneCell(Rollup rollup) {
        return rollup == Rollup.FIRST || rollup == Rollup.LAST;
    }

    private int rolledUp(Block block, Program.Computation computation, Place place) {
        var fine = new int[block.endFine(place.index()) - block.firstFine(place.index())];
        for (var i = 0; i < fine.length; i++) {
            fine[i] = overMembers(block, computation, place, block.firstFine(place.index()) + i);
        }
        return block.spans() == null && fine.length == 1 ? fine[0] : rolledUp(computation.rollup(), fine);
    }

    private int overMembers(Block block, Program.Computation computation, Place place, int fine) {
        var parts = run.partsOf(block, computation, place.line());
        if (parts.isEmpty()) {
            return causes.number(MissingReason.Code.NO_VALUE, block.kpi().references());
        }
        var below = new int[parts.size()];
        for (var i = 0; i < below.length; i++) {
            below[i] = known(new Place(place.block(), true, parts.get(i), fine));
        }
        return below.length == 1 ? below[0] : rolledUp(computation.memberRollup(), below);
    }

    /** The cause of what is rolled up, as if it were missing; PRESENT where a cell among them settles that it is not. */
    private int rolledUp(Rollup rollup, int[] below) {
        if (below.length == 0) {
            return causes.number(MissingReason.Code.NO_VALUE, List.of());
        }
        if (rollup == Rollup.FIRST) {
            return below[0];
        }
        if (rollup == Rollup.LAST) {
            return below[below.length - 1];
        }
        var all = MissingCauses.PRESENT;
        for (var cause : below) {
            if (cause == MissingCauses.PRESENT) {
                return causes.number(MissingReason.Code.NOT_A_NUMBER, List.of());
            }
            all = causes.union(all, cause);
        }
        return all;
    }
}
