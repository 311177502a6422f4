package com.planitai.kpi.engine.time;

import java.util.Objects;
import java.util.Optional;

/**
 * One period, as the tenant names it. The ordinal counts periods of the grain and depends on the label alone, never on a
 * calendar: epoch day for DAY, weeks since the ISO week of 1970-01-01 for WEEK, {@code year * 12 + month - 1} for MONTH,
 * {@code fiscalYear * 4 + quarter - 1} for QUARTER and the fiscal year for YEAR.
 */
public record Period(Grain grain, int ordinal) implements Comparable<Period> {
    public static final int FIRST_YEAR = 1;
    public static final int LAST_YEAR = 9999;

    public Period {
        Objects.requireNonNull(grain, "grain");
        var year = PeriodLabel.year(grain, ordinal);
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new IllegalArgumentException("expected a period of the years %d to %d, got %s ordinal %d in year %d"
                    .formatted(FIRST_YEAR, LAST_YEAR, grain, ordinal, year));
        }
    }

    /** Reads {@code 2026-10-31}, {@code 2026-W44}, {@code 2026-10}, {@code 2026-Q4} or {@code 2026}; nothing else. */
    public static Optional<Period> parse(String text) {
        return PeriodLabel.parse(text);
    }

    /** The period; empty where its year has no name. */
    public static Optional<Period> of(Grain grain, int ordinal) {
        var year = PeriodLabel.year(grain, ordinal);
        return year < FIRST_YEAR || year > LAST_YEAR ? Optional.empty() : Optional.of(new Period(grain, ordinal));
    }

    /**
     * The period that many later, or earlier when negative.
     *
     * @throws IllegalArgumentException when the result leaves {@link #FIRST_YEAR} to {@link #LAST_YEAR}
     */
    public Period plus(int periods) {
        return new Period(grain, Math.toIntExact((long) ordinal + periods));
    }

    /** The period before this one; empty before the first that has a name. */
    public Optional<Period> previous() {
        return of(grain, ordinal - 1);
    }

    /** The period of the same label one year earlier; empty for a week 53 or a 29 February without a counterpart. */
    public Optional<Period> sameLastYear() {
        var year = PeriodLabel.year(grain, ordinal) - 1;
        return year < FIRST_YEAR ? Optional.empty() : PeriodLabel.parse(PeriodLabel.format(grain, ordinal, year));
    }

    /** By grain, then by time. */
    @Override
    public int compareTo(Period other) {
        var byGrain = grain.compareTo(other.grain);
        return byGrain != 0 ? byGrain : Integer.compare(ordinal, other.ordinal);
    }

    /** The label, which {@link #parse} reads back. */
    @Override
    public String toString() {
        return PeriodLabel.format(grain, ordinal, PeriodLabel.year(grain, ordinal));
    }
}
