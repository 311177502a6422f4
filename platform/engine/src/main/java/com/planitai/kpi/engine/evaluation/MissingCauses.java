package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The reasons for missing cells of one query, each known by a small number, so that a column carries its mask and its
 * reasons in one {@code int[]}: 0 is present. Used by one thread.
 */
final class MissingCauses {
    static final int PRESENT = 0;

    private final List<MissingReason> reasons = new ArrayList<>();
    private final Map<MissingReason, Integer> numbers = new HashMap<>();
    private final Map<Long, Integer> unions = new HashMap<>();

    int number(MissingReason.Code code, Collection<KpiCode> inputs) {
        return number(new MissingReason(code, List.copyOf(new TreeSet<>(inputs))));
    }

    MissingReason reason(int number) {
        return reasons.get(number - 1);
    }

    /** Both causes at once; of a present and a missing cell, the missing one's. */
    int union(int left, int right) {
        if (left == right || right == PRESENT) {
            return left;
        }
        if (left == PRESENT) {
            return right;
        }
        var pair = ((long) Math.min(left, right) << Integer.SIZE) | Math.max(left, right);
        var known = unions.get(pair);
        if (known == null) {
            known = joined(reason(left), reason(right));
            unions.put(pair, known);
        }
        return known;
    }

    private int joined(MissingReason left, MissingReason right) {
        var code = left.code().compareTo(right.code()) <= 0 ? left.code() : right.code();
        SortedSet<KpiCode> inputs = new TreeSet<>(left.inputs());
        inputs.addAll(right.inputs());
        return number(new MissingReason(code, List.copyOf(inputs)));
    }

    private int number(MissingReason reason) {
        var known = numbers.get(reason);
        if (known != null) {
            return known;
        }
        reasons.add(reason);
        numbers.put(reason, reasons.size());
        return reasons.size();
    }
}
