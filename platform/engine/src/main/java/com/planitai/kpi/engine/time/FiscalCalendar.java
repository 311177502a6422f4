package com.planitai.kpi.engine.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.Objects;

/**
 * A tenant's calendar: where periods lie on days. Days are dates in the zone, so one of 23 or 25 hours is one day. Weeks
 * are ISO 8601 weeks from Monday; rolled up, a week belongs to the period that holds its Thursday and is never split.
 */
public record FiscalCalendar(ZoneId zone, Month firstMonth, YearNaming naming, WorkingDays workingDays) {
    private static final int MONTHS_PER_QUARTER = 3;
    private static final int MONTHS_PER_YEAR = 12;
    private static final int QUARTERS_PER_YEAR = 4;
    private static final int DAYS_PER_WEEK = 7;
    private static final int THURSDAY_AFTER_MONDAY = 3;

    public FiscalCalendar {
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(firstMonth, "firstMonth");
        Objects.requireNonNull(naming, "naming");
        Objects.requireNonNull(workingDays, "workingDays");
    }

    public FiscalCalendar(ZoneId zone, Month firstMonth, YearNaming naming) {
        this(zone, firstMonth, naming, WorkingDays.WITHOUT_HOLIDAYS);
    }

    public LocalDate firstDay(Period period) {
        return LocalDate.ofEpochDay(firstEpochDay(period.grain(), period.ordinal()));
    }

    public LocalDate lastDay(Period period) {
        return LocalDate.ofEpochDay(firstEpochDay(period.grain(), period.ordinal() + 1) - 1);
    }

    public Period containing(Grain grain, LocalDate day) {
        return new Period(grain, ordinalContaining(grain, day));
    }

    /**
     * The coarser period to which a period belongs.
     *
     * @throws IllegalArgumentException when {@code coarse} is finer than the period's grain
     */
    public Period rollUp(Period fine, Grain coarse) {
        if (coarse.isFinerThan(fine.grain())) {
            throw new IllegalArgumentException(
                    "expected a grain no finer than %s, got %s".formatted(fine.grain(), coarse));
        }
        var decisiveDay = fine.grain() == Grain.WEEK ? PeriodLabel.thursday(fine.ordinal()) : firstDay(fine);
        return coarse == fine.grain() ? fine : containing(coarse, decisiveDay);
    }

    public Period current(Grain grain, Instant now) {
        return containing(grain, today(now));
    }

    /** Whether the period has begun and is not over. */
    public boolean isPartial(Period period, Instant now) {
        var today = today(now);
        return !today.isBefore(firstDay(period)) && !today.isAfter(lastDay(period));
    }

    /** Whether the period is over. */
    public boolean isOver(Period period, Instant now) {
        return today(now).isAfter(lastDay(period));
    }

    /**
     * The share of a period that has passed, today included: 0 before it begins, 1 from its last day on. In working days
     * a period without any counts its calendar days instead.
     */
    public double elapsedShare(Period period, Proration proration, Instant now) {
        var first = firstDay(period);
        var last = lastDay(period);
        var today = today(now);
        if (today.isBefore(first) || !today.isBefore(last)) {
            return today.isBefore(first) ? 0 : 1;
        }
        var working = proration == Proration.WORKING_DAYS ? workingDays.count(first, last) : 0;
        return working == 0
                ? (double) daysBetween(first, today) / daysBetween(first, last)
                : (double) workingDays.count(first, today) / working;
    }

    /**
     * The first ordinal of grain {@code fine} that rolls up into the coarse ordinal. Ordinals, unlike periods, may lie
     * outside the years a label can name, which look-back from an early period does.
     */
    public int firstOrdinalWithin(Grain coarse, int ordinal, Grain fine) {
        if (coarse == fine) {
            return ordinal;
        }
        var first = firstEpochDay(coarse, ordinal);
        return fine == Grain.WEEK
                ? (int) Math.ceilDiv(first, DAYS_PER_WEEK)
                : ordinalContaining(fine, LocalDate.ofEpochDay(first));
    }

    /** The last ordinal of grain {@code fine} that rolls up into the coarse ordinal. */
    public int lastOrdinalWithin(Grain coarse, int ordinal, Grain fine) {
        return firstOrdinalWithin(coarse, ordinal + 1, fine) - 1;
    }

    /** The coarse ordinal to which the ordinal of grain {@code fine} belongs. */
    public int ordinalContaining(Grain coarse, Grain fine, int ordinal) {
        if (coarse == fine) {
            return ordinal;
        }
        var day = firstEpochDay(fine, ordinal) + (fine == Grain.WEEK ? THURSDAY_AFTER_MONDAY : 0);
        return ordinalContaining(coarse, LocalDate.ofEpochDay(day));
    }

    /** Both included. */
    private static long daysBetween(LocalDate first, LocalDate last) {
        return last.toEpochDay() - first.toEpochDay() + 1;
    }

    private LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, zone);
    }

    private int ordinalContaining(Grain grain, LocalDate day) {
        return switch (grain) {
            case DAY -> (int) day.toEpochDay();
            case WEEK -> (int) Math.floorDiv(day.toEpochDay() + THURSDAY_AFTER_MONDAY, DAYS_PER_WEEK);
            case MONTH -> (int) monthIndex(day);
            case QUARTER -> (int) Math.floorDiv(fiscalMonthIndex(day), MONTHS_PER_QUARTER);
            case YEAR -> (int) Math.floorDiv(fiscalMonthIndex(day), MONTHS_PER_YEAR);
        };
    }

    private long firstEpochDay(Grain grain, int ordinal) {
        return switch (grain) {
            case DAY -> ordinal;
            case WEEK -> (long) ordinal * DAYS_PER_WEEK - THURSDAY_AFTER_MONDAY;
            case MONTH -> firstEpochDayOfMonth(ordinal);
            case QUARTER -> firstEpochDayOfMonth((long) ordinal * MONTHS_PER_QUARTER + fiscalOffset());
            case YEAR -> firstEpochDayOfMonth((long) ordinal * QUARTERS_PER_YEAR * MONTHS_PER_QUARTER + fiscalOffset());
        };
    }

    private static long firstEpochDayOfMonth(long monthIndex) {
        var year = (int) Math.floorDiv(monthIndex, MONTHS_PER_YEAR);
        return LocalDate.of(year, Math.floorMod(monthIndex, MONTHS_PER_YEAR) + 1, 1)
                .toEpochDay();
    }

    private static long monthIndex(LocalDate day) {
        return (long) day.getYear() * MONTHS_PER_YEAR + day.getMonthValue() - 1;
    }

    /** Months since the beginning of fiscal year 0. */
    private long fiscalMonthIndex(LocalDate day) {
        return monthIndex(day) - fiscalOffset();
    }

    /** Calendar months from January of year Y to the beginning of the fiscal year named Y. */
    private int fiscalOffset() {
        var months = firstMonth.getValue() - 1;
        return months == 0 || naming == YearNaming.STARTS_IN ? months : months - MONTHS_PER_YEAR;
    }
}
