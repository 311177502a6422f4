package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.Direction;
import com.planitai.kpi.engine.model.KpiDefinition;
import com.planitai.kpi.engine.model.Thresholds;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value beside a reference (semantics, §6).
 *
 * @param value the reference
 * @param delta value − reference
 * @param rate delta ÷ |reference|; null when the reference is 0
 * @param status against a scenario only; null for comparisons with earlier periods
 * @param toDate the same beside the share of the reference that is due by now; only against a scenario, of what adds up over
 *     time, while the period is not over
 */
public record Comparison(
        @Nullable Double value,
        @Nullable Double delta,
        @Nullable Double rate,
        @Nullable Double attainment,
        @Nullable Status status,
        @Nullable Comparison toDate) {
    /** A value far below the target of a DOWN KPI is twice as good as the target, and no better. */
    private static final double BEST_DOWN_ATTAINMENT = 2;

    /** Of the whole period. */
    public Comparison(
            @Nullable Double value,
            @Nullable Double delta,
            @Nullable Double rate,
            @Nullable Double attainment,
            @Nullable Status status) {
        this(value, delta, rate, attainment, status, null);
    }

    static Comparison withScenario(KpiDefinition kpi, @Nullable Double value, @Nullable Double reference) {
        return withScenario(kpi, value, reference, kpi.direction());
    }

    static Comparison withPeriod(KpiDefinition kpi, @Nullable Double value, @Nullable Double reference) {
        return of(value, reference, attainment(kpi.direction(), value, reference), null);
    }

    /**
     * With a comparison to date beside it: the reference, and a band that is meant for the whole period, times the share.
     *
     * @param share of the period that has passed
     */
    Comparison withToDate(KpiDefinition kpi, @Nullable Double current, double share) {
        var due = value == null ? null : value * share;
        var toDate = withScenario(kpi, current, due, kpi.direction().times(share));
        return new Comparison(value, delta, rate, attainment, status, toDate);
    }

    private static Comparison withScenario(
            KpiDefinition kpi, @Nullable Double value, @Nullable Double reference, Direction direction) {
        var attainment = attainment(direction, value, reference);
        return of(value, reference, attainment, status(kpi.thresholds(), value, attainment));
    }

    private static Comparison of(
            @Nullable Double value, @Nullable Double reference, @Nullable Double attainment, @Nullable Status status) {
        var delta = value == null || reference == null ? null : finite(value - reference);
        var rate = delta == null || reference == null || reference == 0 ? null : finite(delta / Math.abs(reference));
        return new Comparison(reference, delta, rate, attainment, status);
    }

    private static @Nullable Double attainment(
            Direction direction, @Nullable Double value, @Nullable Double reference) {
        if (value == null || reference == null || reference <= 0) {
            return null;
        }
        return finite(
                switch (direction.kind()) {
                    case UP -> value / reference;
                    case DOWN -> value <= 0 ? BEST_DOWN_ATTAINMENT : Math.min(BEST_DOWN_ATTAINMENT, reference / value);
                    case RANGE ->
                        withinBand(
                                value,
                                Objects.requireNonNull(direction.lower()),
                                Objects.requireNonNull(direction.upper()));
                });
    }

    private static double withinBand(double value, double lower, double upper) {
        var distance = Math.max(0, Math.max(lower - value, value - upper));
        return Math.max(0, 1 - distance / (upper - lower));
    }

    private static Status status(Thresholds thresholds, @Nullable Double value, @Nullable Double attainment) {
        if (value == null) {
            return Status.NO_DATA;
        }
        if (attainment == null) {
            return Status.NO_TARGET;
        }
        if (attainment >= thresholds.amber()) {
            return Status.ON_TRACK;
        }
        return attainment >= thresholds.red() ? Status.AT_RISK : Status.OFF_TRACK;
    }

    private static @Nullable Double finite(double number) {
        return Double.isFinite(number) ? number : null;
    }
}
