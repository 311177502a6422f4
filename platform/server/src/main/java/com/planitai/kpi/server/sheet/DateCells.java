package com.planitai.kpi.server.sheet;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Numbers that a workbook shows as dates: days since the end of 1899, or since 1904. */
final class DateCells {
    /** 9999-12-31, the last day that a workbook knows. */
    private static final double LAST_DAY = 2_958_465;

    /** What the count of days believes to be 29 February 1900. */
    private static final int DAY_THAT_NEVER_WAS = 60;

    private static final int SECONDS_A_DAY = 86_400;
    private static final LocalDate EPOCH_1900 = LocalDate.of(1899, 12, 30);
    private static final LocalDate EPOCH_1904 = LocalDate.of(1904, 1, 1);

    private final List<Boolean> styles;
    private final boolean since1904;

    /** @param styles whether each of them shows a date */
    DateCells(List<Boolean> styles, boolean since1904) {
        this.styles = List.copyOf(styles);
        this.since1904 = since1904;
    }

    boolean isDate(int style) {
        return style >= 0 && style < styles.size() && styles.get(style);
    }

    /** {@code 2026-01-31}, with the time where it is not midnight; empty for what is no day. */
    Optional<String> text(double days) {
        if (!(days >= 0 && days < LAST_DAY + 1)) {
            return Optional.empty();
        }
        int day = (int) days;
        int seconds = (int) Math.round((days - day) * SECONDS_A_DAY);
        LocalDate date =
                since1904 ? EPOCH_1904.plusDays(day) : EPOCH_1900.plusDays(day < DAY_THAT_NEVER_WAS ? day + 1L : day);
        if (seconds == SECONDS_A_DAY) {
            return Optional.of(date.plusDays(1).toString());
        }
        return Optional.of(
                seconds == 0
                        ? date.toString()
                        : LocalDateTime.of(date, LocalTime.ofSecondOfDay(seconds))
                                .toString());
    }

    /** Formats that have a number and no code (ECMA-376-1, 18.8.30), those of Japanese and Korean among them. */
    static boolean isBuiltInDateFormat(int format) {
        return (format >= 14 && format <= 17)
                || format == 22
                || (format >= 27 && format <= 31)
                || format == 36
                || (format >= 50 && format <= 54)
                || format == 57
                || format == 58;
    }

    /** Whether a year, a month or a day is in the code, outside of quotes, escapes and brackets. */
    static boolean isDateFormat(String format) {
        String code = format.toLowerCase(Locale.ROOT).replace("general", "");
        boolean quoted = false;
        boolean bracketed = false;
        boolean hours = false;
        boolean months = false;
        for (int index = 0; index < code.length(); index++) {
            char character = code.charAt(index);
            if (character == '"') {
                quoted = !quoted;
            } else if (!quoted && (character == '\\' || character == '_' || character == '*')) {
                index++;
            } else if (!quoted && (character == '[' || character == ']')) {
                bracketed = character == '[';
                // [h]:mm is a duration.
                hours |= bracketed && index + 1 < code.length() && "hms".indexOf(code.charAt(index + 1)) >= 0;
            } else if (!quoted && !bracketed) {
                if (character == 'y' || character == 'd' || (character == 'e' && !isExponent(code, index))) {
                    return true;
                }
                hours |= character == 'h' || character == 's';
                months |= character == 'm';
            }
        }
        return months && !hours;
    }

    /** {@code 0.00E+00} is a number, {@code e} alone a year of the era. */
    private static boolean isExponent(String code, int index) {
        return index + 1 < code.length() && (code.charAt(index + 1) == '+' || code.charAt(index + 1) == '-');
    }
}
