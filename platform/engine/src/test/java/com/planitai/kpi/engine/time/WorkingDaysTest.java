package com.planitai.kpi.engine.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WorkingDaysTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    /** Culture Day and Labour Thanksgiving Day are weekdays in November 2026; 7 November is a Saturday. */
    private static final WorkingDays NOVEMBER = new WorkingDays(new TreeSet<>(List.of(day(3), day(7), day(23))));

    private static final FiscalCalendar CALENDAR =
            new FiscalCalendar(TOKYO, Month.JANUARY, YearNaming.ENDS_IN, NOVEMBER);

    @Test
    void countsMondayToFridayLessHolidays() {
        assertThat(NOVEMBER.count(day(1), day(30))).isEqualTo(21 - 2);
        assertThat(NOVEMBER.contains(day(3))).isFalse();
        assertThat(NOVEMBER.contains(day(4))).isTrue();
        assertThat(NOVEMBER.contains(day(8))).isFalse();
    }

    @Test
    void countsLikeAWalkOverTheDays() {
        var random = new Random(20261124);
        for (var i = 0; i < 2_000; i++) {
            var first = LocalDate.ofEpochDay(random.nextInt(60_000) - 30_000);
            var last = first.plusDays(random.nextInt(800) - 5);
            var holidays = new TreeSet<LocalDate>();
            for (var n = 0; n < 40; n++) {
                holidays.add(first.plusDays(random.nextInt(900) - 50));
            }
            var working = new WorkingDays(holidays);
            var walked = first.datesUntil(last.isBefore(first) ? first : last.plusDays(1))
                    .filter(working::contains)
                    .count();

            assertThat(working.count(first, last)).as("%s to %s", first, last).isEqualTo(walked);
        }
    }

    @Test
    void sharesAMonthByCalendarDaysWithTodayIncluded() {
        assertThat(share("2026-11", Proration.CALENDAR_DAYS, "2026-11-10T12:00:00Z"))
                .isCloseTo(10 / 30.0, within(1e-15));
    }

    @Test
    void sharesAMonthByWorkingDays() {
        assertThat(share("2026-11", Proration.WORKING_DAYS, "2026-11-10T12:00:00Z"))
                .isCloseTo(6 / 19.0, within(1e-15));
        assertThat(share("2026-11", Proration.WORKING_DAYS, "2026-10-31T15:00:00Z"))
                .isZero();
    }

    @Test
    void takesTheDayOfTheTenantsZone() {
        assertThat(share("2026-11", Proration.CALENDAR_DAYS, "2026-10-31T14:59:59Z"))
                .isZero();
        assertThat(share("2026-11", Proration.CALENDAR_DAYS, "2026-10-31T15:00:00Z"))
                .isCloseTo(1 / 30.0, within(1e-15));
    }

    @Test
    void sharesAllOfAPeriodFromItsLastDayOn() {
        for (var proration : Proration.values()) {
            assertThat(share("2026-11", proration, "2026-11-29T15:00:00Z")).isOne();
            assertThat(share("2026-11", proration, "2027-05-01T00:00:00Z")).isOne();
            assertThat(share("2026-11-10", proration, "2026-11-10T00:00:00Z")).isOne();
        }
    }

    @Test
    void countsCalendarDaysWhereNobodyWorks() {
        var closed = new TreeSet<>(day(2).datesUntil(day(9)).toList());
        var calendar = new FiscalCalendar(TOKYO, Month.JANUARY, YearNaming.ENDS_IN, new WorkingDays(closed));
        var week = Period.parse("2026-W45").orElseThrow();

        assertThat(calendar.elapsedShare(week, Proration.WORKING_DAYS, Instant.parse("2026-11-03T00:00:00Z")))
                .isCloseTo(2 / 7.0, within(1e-15));
    }

    @Test
    void knowsWhenAPeriodIsOver() {
        var month = Period.parse("2026-11").orElseThrow();

        assertThat(CALENDAR.isOver(month, Instant.parse("2026-11-30T14:59:59Z")))
                .isFalse();
        assertThat(CALENDAR.isOver(month, Instant.parse("2026-11-30T15:00:00Z")))
                .isTrue();
    }

    private static double share(String period, Proration proration, String now) {
        return CALENDAR.elapsedShare(Period.parse(period).orElseThrow(), proration, Instant.parse(now));
    }

    private static LocalDate day(int dayOfNovember) {
        return LocalDate.of(2026, Month.NOVEMBER, dayOfNovember);
    }
}
