package com.planitai.kpi.engine.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FiscalCalendarTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final FiscalCalendar CIVIL = new FiscalCalendar(TOKYO, Month.JANUARY, YearNaming.ENDS_IN);
    private static final FiscalCalendar BY_START = new FiscalCalendar(TOKYO, Month.APRIL, YearNaming.STARTS_IN);
    private static final FiscalCalendar BY_END = new FiscalCalendar(TOKYO, Month.APRIL, YearNaming.ENDS_IN);

    @Test
    void namesAFiscalYearByItsStart() {
        assertThat(BY_START.firstDay(period("2026"))).isEqualTo("2026-04-01");
        assertThat(BY_START.lastDay(period("2026"))).isEqualTo("2027-03-31");
        assertThat(BY_START.containing(Grain.QUARTER, LocalDate.parse("2027-03-31")))
                .hasToString("2026-Q4");
    }

    @Test
    void namesAFiscalYearByItsEnd() {
        assertThat(BY_END.firstDay(period("2027"))).isEqualTo("2026-04-01");
        assertThat(BY_END.firstDay(period("2027-Q1"))).isEqualTo("2026-04-01");
        assertThat(BY_END.containing(Grain.QUARTER, LocalDate.parse("2027-03-31")))
                .hasToString("2027-Q4");
    }

    @Test
    void namesAFiscalYearOfJanuaryByItselfUnderBothNamings() {
        assertThat(CIVIL.firstDay(period("2026"))).isEqualTo("2026-01-01");
        assertThat(CIVIL.lastDay(period("2026-Q4"))).isEqualTo("2026-12-31");
    }

    @Test
    void assignsAWeekByItsThursday() {
        assertThat(CIVIL.rollUp(period("2026-W53"), Grain.MONTH)).hasToString("2026-12");
        assertThat(CIVIL.rollUp(period("2026-W01"), Grain.MONTH)).hasToString("2026-01");
        assertThat(CIVIL.rollUp(period("2026-W40"), Grain.QUARTER)).hasToString("2026-Q4");
        assertThat(BY_START.rollUp(period("2026-W14"), Grain.YEAR)).hasToString("2026");
        assertThat(BY_START.rollUp(period("2026-W13"), Grain.YEAR)).hasToString("2025");
    }

    @Test
    void refusesToRollUpToAFinerGrain() {
        assertThatIllegalArgumentException().isThrownBy(() -> CIVIL.rollUp(period("2026-10"), Grain.WEEK));
    }

    @Test
    void findsTodayInTheTenantsZone() {
        var newYearInTokyo = Instant.parse("2026-12-31T15:00:00Z");
        assertThat(CIVIL.current(Grain.DAY, newYearInTokyo)).hasToString("2027-01-01");
        assertThat(CIVIL.isPartial(period("2027-01"), newYearInTokyo)).isTrue();
        assertThat(CIVIL.isPartial(period("2026-12"), newYearInTokyo)).isFalse();
        assertThat(CIVIL.isPartial(period("2027-02"), newYearInTokyo)).isFalse();
    }

    @Test
    void takesADayOf23HoursAsOneDay() {
        var newYork = new FiscalCalendar(ZoneId.of("America/New_York"), Month.JANUARY, YearNaming.STARTS_IN);
        assertThat(newYork.current(Grain.DAY, Instant.parse("2026-03-09T03:59:59Z")))
                .hasToString("2026-03-08");
        assertThat(newYork.current(Grain.DAY, Instant.parse("2026-03-08T04:59:59Z")))
                .hasToString("2026-03-07");
    }

    @Test
    void everyFinePeriodLiesWithinTheCoarseOneItRollsUpTo() {
        var random = new Random(11);
        for (var i = 0; i < 5_000; i++) {
            var naming = random.nextBoolean() ? YearNaming.STARTS_IN : YearNaming.ENDS_IN;
            var calendar = new FiscalCalendar(TOKYO, Month.of(1 + random.nextInt(12)), naming);
            var grains = List.of(Grain.values());
            var finest = random.nextInt(grains.size());
            var fine = grains.get(finest);
            var coarse = grains.get(random.nextInt(finest, grains.size()));
            var period = calendar.containing(fine, LocalDate.of(2000, 1, 1).plusDays(random.nextInt(20_000)));
            var above = calendar.rollUp(period, coarse);
            assertThat(period.ordinal())
                    .isBetween(
                            calendar.firstOrdinalWithin(coarse, above.ordinal(), fine),
                            calendar.lastOrdinalWithin(coarse, above.ordinal(), fine));
        }
    }

    private static Period period(String label) {
        return Period.parse(label).orElseThrow();
    }
}
