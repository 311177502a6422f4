package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.Rollup;
import java.util.List;

/**
 * Rolls cells up one by one. All rollups but FIRST and LAST pass over missing cells and are missing when all are; those
 * two are exactly their cell.
 */
final class Accumulator {
    private final Rollup rollup;
    private final MissingCauses causes;
    private int cells;
    private int present;
    private boolean allSet;
    private double value;
    private int firstMissing;
    private int lastMissing;
    private int allMissing;

    Accumulator(Rollup rollup, MissingCauses causes) {
        if (rollup == Rollup.RECOMPUTE) {
            throw new IllegalArgumentException("expected a rollup of values, got RECOMPUTE");
        }
        this.rollup = rollup;
        this.causes = causes;
    }

    void reset() {
        cells = 0;
        present = 0;
        allSet = true;
        value = 0;
        firstMissing = MissingCauses.PRESENT;
        lastMissing = MissingCauses.PRESENT;
        allMissing = MissingCauses.PRESENT;
    }

    void add(Column column, int index) {
        var missing = column.missing()[index];
        if (cells++ == 0) {
            firstMissing = missing;
        }
        lastMissing = missing;
        if (missing == MissingCauses.PRESENT) {
            addPresent(column.values()[index]);
            allSet &= column.isSet(index);
        } else {
            allMissing = causes.union(allMissing, missing);
        }
    }

    private void addPresent(double next) {
        present++;
        value = switch (rollup) {
            case SUM, AVERAGE -> value + next;
            case MIN -> present == 1 ? next : Math.min(value, next);
            case MAX -> present == 1 ? next : Math.max(value, next);
            case FIRST -> present == 1 ? next : value;
            case LAST, LAST_NON_EMPTY, RECOMPUTE -> next;
        };
    }

    double value() {
        return rollup == Rollup.AVERAGE ? value / present : value;
    }

    /** The cause for which the rolled-up cell is missing, or PRESENT. */
    int missing() {
        if (rollup == Rollup.FIRST && cells > 0) {
            return firstMissing;
        }
        if (rollup == Rollup.LAST && cells > 0) {
            return lastMissing;
        }
        if (present > 0) {
            return Double.isFinite(value) ? MissingCauses.PRESENT : overflow();
        }
        return cells == 0 ? causes.number(MissingReason.Code.NO_VALUE, List.of()) : allMissing;
    }

    private int overflow() {
        return causes.number(MissingReason.Code.NOT_A_NUMBER, List.of());
    }

    boolean isSet() {
        return present > 0 && allSet;
    }
}
