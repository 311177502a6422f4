package com.planitai.kpi.engine.time;

import java.util.OptionalInt;

/** The period of the same label one year earlier, by ordinal, for arithmetic that never leaves ordinals. */
public final class SamePeriod {
    private static final int MONTHS = 12;
    private static final int QUARTERS = 4;
    private static final int WEEKS = 53;
    private static final int DAYS = 366;

    private SamePeriod() {}

    /** The most periods back that the same period a year earlier can be. */
    public static int mostPeriodsBack(Grain grain) {
        return switch (grain) {
            case DAY -> DAYS;
            case WEEK -> WEEKS;
            case MONTH -> MONTHS;
            case QUARTER -> QUARTERS;
            case YEAR -> 1;
        };
    }

    /** Empty for a week 53 or a 29 February without a counterpart. */
    public static OptionalInt lastYear(Grain grain, int ordinal) {
        return switch (grain) {
            case MONTH, QUARTER, YEAR -> OptionalInt.of(ordinal - mostPeriodsBack(grain));
            case DAY, WEEK -> PeriodLabel.sameLastYear(grain, ordinal);
        };
    }
}
