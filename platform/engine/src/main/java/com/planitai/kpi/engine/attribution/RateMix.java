package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.attribution.RateMixResult.Effect;
import com.planitai.kpi.engine.model.KpiCode;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Splits the change of a ratio R = Σ w·r, with a member's weight w its part of the denominator and r its own ratio, into
 * Σ w̄·Δr (rate) and Σ (r̄ − R̄)·Δw (mix), both at midpoint weights, so that no cross term is left: Marshall 1890 and
 * Edgeworth 1925 for the weights; as a decomposition of rates Kitagawa 1955, J. Am. Stat. Assoc. 50:1168. Weights sum to 1
 * at both points, so that R̄ changes no sum; it makes a member's mix read as better or worse than the whole.
 *
 * <p>A member that appears or disappears has weight 0 and no ratio on one side; the limit keeps the ratio of its other
 * side, so that its part is all mix.
 */
public final class RateMix {
    /** How far the whole may be from what its segments come to, relative to it. */
    private static final double SAME = 1e-9;

    private final double firstDenominator;
    private final double secondDenominator;
    private final double middle;

    private RateMix(double firstDenominator, double secondDenominator, double middle) {
        this.firstDenominator = firstDenominator;
        this.secondDenominator = secondDenominator;
        this.middle = middle;
    }

    /** The values of KPIs by member of a dimension, at the point that is compared with and at the one compared. */
    @FunctionalInterface
    public interface MemberValues {
        /** NaN when missing. */
        double value(KpiCode kpi, String member, boolean second);
    }

    /**
     * Splits a formula KPI that is a quotient of sums of KPIs.
     *
     * @param whole the KPI over all members, which its segments must come to
     * @param members of a dimension that the KPI carries
     */
    public static RateMixResult of(KpiCode kpi, TwoPointTree whole, List<String> members, MemberValues values) {
        var form = QuotientForm.of(whole.formula(kpi).expression());
        if (form.isEmpty()) {
            return new RateMixResult.NotAQuotient();
        }
        var numerator = form.get().numerator();
        var denominator = form.get().denominator();
        var result = of(members.stream()
                .map(member -> new SegmentRatio(
                        member,
                        sum(numerator, code -> values.value(code, member, false)),
                        sum(denominator, code -> values.value(code, member, false)),
                        sum(numerator, code -> values.value(code, member, true)),
                        sum(denominator, code -> values.value(code, member, true))))
                .toList());
        return result instanceof RateMixResult.Decomposed decomposed
                        && !(same(decomposed.first(), whole.value(kpi, false))
                                && same(decomposed.second(), whole.value(kpi, true)))
                ? new RateMixResult.NotAdditive()
                : result;
    }

    private static boolean same(double found, double expected) {
        return Math.abs(found - expected) <= SAME * Math.max(Math.abs(found), Math.abs(expected));
    }

    /** Skips what is missing, as the rollup over members does before the formula is applied. */
    private static double sum(Map<String, Double> weights, ToDoubleFunction<KpiCode> values) {
        var sum = Double.NaN;
        for (var term : weights.entrySet()) {
            var value = values.applyAsDouble(new KpiCode(term.getKey()));
            if (!Double.isNaN(value)) {
                sum = orZero(sum) + term.getValue() * value;
            }
        }
        return sum;
    }

    /** Splits a ratio that is given by its segments; the answer is one of the first two kinds. */
    public static RateMixResult of(List<SegmentRatio> segments) {
        var firstDenominator = total(segments, SegmentRatio::firstDenominator);
        var secondDenominator = total(segments, SegmentRatio::secondDenominator);
        var first = total(segments, SegmentRatio::firstNumerator) / firstDenominator;
        var second = total(segments, SegmentRatio::secondNumerator) / secondDenominator;
        if (!Double.isFinite(first) || !Double.isFinite(second)) {
            return new RateMixResult.Undefined(Double.isFinite(first));
        }
        var mix = new RateMix(firstDenominator, secondDenominator, first + (second - first) / 2);
        var effects = segments.stream().map(mix::effect).toList();
        return new RateMixResult.Decomposed(first, second, effects);
    }

    private Effect effect(SegmentRatio segment) {
        var firstWeight = orZero(segment.firstDenominator()) / firstDenominator;
        var secondWeight = orZero(segment.secondDenominator()) / secondDenominator;
        var firstPart = orZero(segment.firstNumerator()) / firstDenominator;
        var secondPart = orZero(segment.secondNumerator()) / secondDenominator;
        var gained = secondWeight - firstWeight;
        if ((firstWeight == 0 && firstPart != 0) || (secondWeight == 0 && secondPart != 0)) {
            return new Effect(segment.member(), 0, 0, secondPart - firstPart - middle * gained);
        }
        if (firstWeight == 0 && secondWeight == 0) {
            return new Effect(segment.member(), 0, 0, 0);
        }
        var firstRate = firstWeight == 0 ? secondPart / secondWeight : firstPart / firstWeight;
        var secondRate = secondWeight == 0 ? firstRate : secondPart / secondWeight;
        var weight = (firstWeight + secondWeight) / 2;
        var rate = (firstRate + secondRate) / 2;
        return new Effect(segment.member(), weight * (secondRate - firstRate), (rate - middle) * gained, 0);
    }

    /** Missing cells are skipped, as a rollup over members skips them. NaN when all are missing. */
    private static double total(List<SegmentRatio> segments, ToDoubleFunction<SegmentRatio> part) {
        var total = Double.NaN;
        for (var segment : segments) {
            var value = part.applyAsDouble(segment);
            if (!Double.isNaN(value)) {
                total = orZero(total) + value;
            }
        }
        return total;
    }

    private static double orZero(double value) {
        return Double.isNaN(value) ? 0 : value;
    }
}
