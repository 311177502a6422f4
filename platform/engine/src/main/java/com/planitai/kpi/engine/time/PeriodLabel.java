package com.planitai.kpi.engine.time;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Labels of periods. The epoch, 1970-01-01, was a Thursday, so week {@code w} has its Thursday on epoch day {@code 7w}. */
final class PeriodLabel {
    private static final Pattern LABEL =
            Pattern.compile("([0-9]{4})(?:-(?:W([0-9]{2})|Q([1-4])|([0-9]{2})(?:-([0-9]{2}))?))?");

    private PeriodLabel() {}

    static int year(Grain grain, int ordinal) {
        return switch (grain) {
            case DAY -> LocalDate.ofEpochDay(ordinal).getYear();
            case WEEK -> thursday(ordinal).getYear();
            case MONTH -> Math.floorDiv(ordinal, 12);
            case QUARTER -> Math.floorDiv(ordinal, 4);
            case YEAR -> ordinal;
        };
    }

    static LocalDate thursday(int week) {
        return LocalDate.ofEpochDay(week * 7L);
    }

    /** The label with another year in front, for which it may name no period. */
    static String format(Grain grain, int ordinal, int year) {
        return padded(year, 4)
                + switch (grain) {
                    case DAY -> dayAndMonth(LocalDate.ofEpochDay(ordinal));
                    case WEEK -> "-W" + padded((thursday(ordinal).getDayOfYear() - 1) / 7 + 1, 2);
                    case MONTH -> "-" + padded(Math.floorMod(ordinal, 12) + 1, 2);
                    case QUARTER -> "-Q" + (Math.floorMod(ordinal, 4) + 1);
                    case YEAR -> "";
                };
    }

    /** Without the detour over text: a look back may ask for thousands of days, of years that no label names. */
    static OptionalInt sameLastYear(Grain grain, int ordinal) {
        if (grain == Grain.DAY) {
            var day = LocalDate.ofEpochDay(ordinal);
            var before = day.minusYears(1);
            return before.getDayOfMonth() == day.getDayOfMonth()
                    ? OptionalInt.of((int) before.toEpochDay())
                    : OptionalInt.empty();
        }
        var thursday = thursday(ordinal);
        var week = (thursday.getDayOfYear() - 1) / 7;
        var firstThursday =
                LocalDate.of(thursday.getYear() - 1, 1, 1).with(TemporalAdjusters.nextOrSame(DayOfWeek.THURSDAY));
        var before = firstThursday.plusWeeks(week);
        return before.getYear() == thursday.getYear() - 1
                ? OptionalInt.of((int) Math.floorDiv(before.toEpochDay(), 7))
                : OptionalInt.empty();
    }

    private static String dayAndMonth(LocalDate day) {
        return "-" + padded(day.getMonthValue(), 2) + "-" + padded(day.getDayOfMonth(), 2);
    }

    private static String padded(int number, int width) {
        String digits = Integer.toString(number);
        return digits.length() < width ? "0".repeat(width - digits.length()) + digits : digits;
    }

    static Optional<Period> parse(String text) {
        var label = LABEL.matcher(text);
        if (!label.matches()) {
            return Optional.empty();
        }
        var year = Integer.parseInt(label.group(1));
        return year < Period.FIRST_YEAR ? Optional.empty() : parse(year, label);
    }

    private static Optional<Period> parse(int year, Matcher label) {
        if (label.group(2) != null) {
            return week(year, Integer.parseInt(label.group(2)));
        }
        if (label.group(3) != null) {
            return Optional.of(new Period(Grain.QUARTER, year * 4 + Integer.parseInt(label.group(3)) - 1));
        }
        if (label.group(4) == null) {
            return Optional.of(new Period(Grain.YEAR, year));
        }
        var month = Integer.parseInt(label.group(4));
        if (month < 1 || month > 12) {
            return Optional.empty();
        }
        return label.group(5) == null
                ? Optional.of(new Period(Grain.MONTH, year * 12 + month - 1))
                : day(year, month, Integer.parseInt(label.group(5)));
    }

    private static Optional<Period> week(int year, int week) {
        var firstThursday = LocalDate.of(year, 1, 1).with(TemporalAdjusters.nextOrSame(DayOfWeek.THURSDAY));
        var thursday = firstThursday.plusWeeks(week - 1L);
        return thursday.getYear() == year
                ? Optional.of(new Period(Grain.WEEK, (int) (thursday.toEpochDay() / 7)))
                : Optional.empty();
    }

    private static Optional<Period> day(int year, int month, int day) {
        try {
            return Optional.of(
                    new Period(Grain.DAY, (int) LocalDate.of(year, month, day).toEpochDay()));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }
}
