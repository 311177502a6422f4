package com.planitai.kpi.engine.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Monday to Friday less holidays (semantics, §4). Immutable. */
public record WorkingDays(NavigableSet<LocalDate> holidays) {
    public static final WorkingDays WITHOUT_HOLIDAYS = new WorkingDays(Collections.emptyNavigableSet());

    private static final int DAYS_PER_WEEK = 7;
    private static final int WORKING_DAYS_PER_WEEK = 5;

    public WorkingDays {
        holidays = Collections.unmodifiableNavigableSet(new TreeSet<>(holidays));
    }

    public boolean contains(LocalDate day) {
        return isWeekday(day) && !holidays.contains(day);
    }

    /** How many there are from the first to the last day, both included; 0 when the last is before the first. */
    public long count(LocalDate first, LocalDate last) {
        if (last.isBefore(first)) {
            return 0;
        }
        var off = holidays.subSet(first, true, last, true).stream()
                .filter(WorkingDays::isWeekday)
                .count();
        return weekdaysBefore(last.plusDays(1)) - weekdaysBefore(first) - off;
    }

    private static boolean isWeekday(LocalDate day) {
        return day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0;
    }

    /** Since the Monday of the epoch's week, so that a long period costs no walk. */
    private static long weekdaysBefore(LocalDate day) {
        var sinceMonday = day.toEpochDay() + DayOfWeek.THURSDAY.getValue() - DayOfWeek.MONDAY.getValue();
        return Math.floorDiv(sinceMonday, DAYS_PER_WEEK) * WORKING_DAYS_PER_WEEK
                + Math.min(WORKING_DAYS_PER_WEEK, Math.floorMod(sinceMonday, DAYS_PER_WEEK));
    }
}
