package com.planitai.kpi.engine.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-10-31",
                "2020-02-29",
                "2026-W44",
                "2026-W53",
                "2026-W01",
                "2026-10",
                "2026-Q4",
                "2026",
                "0001",
                "9999-12-31"
            })
    void writesWhatItReads(String label) {
        assertThat(Period.parse(label))
                .hasValueSatisfying(period -> assertThat(period).hasToString(label));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "26",
                "0000",
                "2026-13",
                "2026-00",
                "2026-1",
                "2025-W53",
                "2026-W54",
                "2026-W00",
                "2026-Q5",
                "2026-Q0",
                "2021-02-29",
                "2026-04-31",
                "2026-10-31T00:00",
                " 2026",
                "2026-w44",
                "-2026",
                "２０２６"
            })
    void refusesWhatNamesNoPeriod(String label) {
        assertThat(Period.parse(label)).isEmpty();
    }

    @Test
    void countsOrdinalsAsTheContractSays() {
        assertThat(period("1970-01-02").ordinal()).isEqualTo(1);
        assertThat(period("1970-W01").ordinal()).isZero();
        assertThat(period("2026-10").ordinal()).isEqualTo(2026 * 12 + 9);
        assertThat(period("2026-Q4").ordinal()).isEqualTo(2026 * 4 + 3);
        assertThat(period("2026").ordinal()).isEqualTo(2026);
    }

    @Test
    void stepsOverTheYearsEnd() {
        assertThat(period("2026-W53").plus(1)).hasToString("2027-W01");
        assertThat(period("2026-12").plus(1)).hasToString("2027-01");
        assertThat(period("2026-Q1").plus(-1)).hasToString("2025-Q4");
        assertThat(period("2020-02-28").plus(1)).hasToString("2020-02-29");
    }

    @Test
    void findsTheSamePeriodLastYearOnlyWhereThereIsOne() {
        assertThat(period("2026-W53").sameLastYear()).isEmpty();
        assertThat(period("2020-02-29").sameLastYear()).isEmpty();
        assertThat(period("0001").sameLastYear()).isEmpty();
        assertThat(period("2027-W10").sameLastYear()).hasValue(period("2026-W10"));
        assertThat(period("2021-02-28").sameLastYear()).hasValue(period("2020-02-28"));
        assertThat(period("2026-Q4").sameLastYear()).hasValue(period("2025-Q4"));
    }

    @Test
    void refusesPeriodsOutsideTheYearsThatLabelsName() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Period(Grain.YEAR, 10_000));
        assertThatIllegalArgumentException().isThrownBy(() -> period("9999-12").plus(1));
        assertThat(period("0001").previous()).isEmpty();
    }

    @Test
    void readsBackEveryPeriodOfEveryGrain() {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++) {
            var day = LocalDate.of(1900, 1, 1).plusDays(random.nextInt(73_000));
            for (var grain : Grain.values()) {
                var period =
                        new FiscalCalendar(ZoneOffset.UTC, Month.JANUARY, YearNaming.ENDS_IN).containing(grain, day);
                assertThat(Period.parse(period.toString())).hasValue(period);
            }
        }
    }

    private static Period period(String label) {
        return Period.parse(label).orElseThrow();
    }
}
