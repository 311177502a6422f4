package com.planitai.kpi.engine.expression;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * What was probably meant, by the Damerau–Levenshtein distance in its optimal string alignment form: one insertion,
 * deletion, substitution or swap of neighbours is one step.
 */
public final class NearestName {
    private static final int MOST_STEPS = 3;
    private static final int CHARACTERS_PER_STEP = 3;

    private NearestName() {}

    /** The nearest name, the first of equally near ones; empty when none is near enough to be a slip of the hand. */
    public static Optional<String> among(Collection<String> names, String written) {
        var target = written.toLowerCase(Locale.ROOT);
        var limit = Math.clamp(target.length() / CHARACTERS_PER_STEP, 1, MOST_STEPS);
        String nearest = null;
        for (var name : names) {
            if (Math.abs(name.length() - target.length()) <= limit) {
                var steps = distance(name, target, limit);
                if (steps <= limit) {
                    nearest = name;
                    limit = steps - 1;
                }
            }
            if (limit < 0) {
                break;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** The distance, or some number above the limit as soon as it is sure to be above. */
    private static int distance(String left, String right, int limit) {
        var beforeLast = new int[right.length() + 1];
        var last = new int[right.length() + 1];
        var row = new int[right.length() + 1];
        for (var column = 0; column <= right.length(); column++) {
            last[column] = column;
        }
        for (var i = 1; i <= left.length(); i++) {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= right.length(); j++) {
                var same = left.charAt(i - 1) == right.charAt(j - 1);
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && isSwap(left, i, right, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                least = Math.min(least, row[j]);
            }
            if (least > limit) {
                return least;
            }
            var spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[right.length()];
    }

    private static boolean isSwap(String left, int i, String right, int j) {
        return left.charAt(i - 1) == right.charAt(j - 2) && left.charAt(i - 2) == right.charAt(j - 1);
    }
}
