package com.planitai.kpi.engine.statistics.forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses among the admissible forms by AICc (Hyndman et al. 2008, §7.1). Those near the best are searched once more
 * from another start, since a likelihood can have two summits.
 */
final class ModelSelection {
    /** A form behind by more than this in AICc is not caught up by a better start. */
    private static final double CONTENDERS_WITHIN = 15;

    private static final int MOST_CONTENDERS = 3;

    private ModelSelection() {}

    /** @param values of magnitude 1, NaN where missing, beginning and ending with a value */
    static EtsFit choose(double[] values, int seasonLength, boolean seasonal) {
        var fits = new ArrayList<EtsFit>();
        for (var form : EtsForm.admissible(isPositive(values), seasonal)) {
            fits.add(new EtsFitter(values, form, seasonLength).fromSlowStart());
        }
        fits.sort(Comparator.comparingDouble(EtsFit::aicc));
        var best = fits.getFirst();
        for (var contender : contenders(fits)) {
            best = best.betterOf(new EtsFitter(values, contender.form(), seasonLength).fromFastStart());
        }
        return best;
    }

    private static List<EtsFit> contenders(List<EtsFit> sorted) {
        var limit = sorted.getFirst().aicc() + CONTENDERS_WITHIN;
        return sorted.stream()
                .limit(MOST_CONTENDERS)
                .takeWhile(fit -> fit.aicc() <= limit)
                .toList();
    }

    private static boolean isPositive(double[] values) {
        for (var value : values) {
            if (value <= 0) {
                return false;
            }
        }
        return true;
    }
}
