package com.planitai.kpi.engine.statistics.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.statistics.OddSeries;
import com.planitai.kpi.engine.statistics.trend.Trend.Direction;
import java.util.Random;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static final double EXACT = 1e-12;

    @Test
    void followsALineAndIsSureOfIt() {
        var trend = estimate(OddSeries.of(30, i -> 5 + 2.5 * i));
        assertThat(trend.slope()).isEqualTo(2.5);
        assertThat(trend.lower()).isEqualTo(2.5);
        assertThat(trend.upper()).isEqualTo(2.5);
        assertThat(trend.pValue()).isLessThan(1e-10);
        assertThat(trend.direction()).isEqualTo(Direction.RISING);
    }

    /** Worked out by hand: S = 13, two ties of two, Var S = (10·9·25 − 2·(2·1·9)) ÷ 18 = 123. */
    @Test
    void correctsForTies() {
        var trend = estimate(1, 3, 2, 2, 5, 4, 3, 6, 4.5, 1.5);
        assertThat(trend.pValue()).isCloseTo(twoSided(13, 123), within(1e-9));
        assertThat(trend.direction()).isEqualTo(Direction.NONE);
    }

    /** The six slopes are −1, 2, 2.5, 10/3, 5 and 6. */
    @Test
    void findsTheMedianOfAllSlopes() {
        var trend = estimate(10, 15, 14, 20);
        assertThat(trend.slope()).isCloseTo((10.0 / 3 + 2.5) / 2, within(EXACT));
        assertThat(trend.lower()).isEqualTo(-1);
        assertThat(trend.upper()).isEqualTo(6);
        assertThat(trend.pValue()).isCloseTo(twoSided(4, 26.0 / 3), within(1e-9));
    }

    @Test
    void keepsTheDistanceInTimeOverMissingValues() {
        var trend = estimate(0, Double.NaN, 2, Double.NaN, Double.NaN, 5, 6, Double.POSITIVE_INFINITY, 8);
        assertThat(trend.slope()).isEqualTo(1);
        assertThat(trend.upper()).isEqualTo(1);
    }

    @Test
    void isNotMovedByAFewWildValues() {
        var random = new Random(3);
        var values = OddSeries.of(60, i -> 2.0 * i + random.nextGaussian());
        values[10] = 1e6;
        values[40] = -1e6;
        assertThat(estimate(values).slope()).isCloseTo(2, within(0.05));
    }

    @Test
    void coversTheTrueSlopeAsOftenAsItSays() {
        var random = new Random(11);
        var covered = 0;
        var rejected = 0;
        for (var i = 0; i < 1000; i++) {
            var trend = estimate(OddSeries.of(24, t -> 0.1 * t + random.nextGaussian()));
            covered += trend.lower() <= 0.1 && trend.upper() >= 0.1 ? 1 : 0;
            rejected += estimate(OddSeries.of(24, t -> random.nextGaussian())).pValue() < 0.05 ? 1 : 0;
        }
        assertThat(covered).isBetween(935, 980);
        assertThat(rejected).isBetween(25, 70);
    }

    @Test
    void looksAtTheLastTenYearsOfDays() {
        assertThat(estimate(OddSeries.of(6000, i -> i < 2000 ? -i : i)).slope()).isEqualTo(1);
    }

    @Test
    void saysNothingOfThreeValues() {
        assertThat(Trend.of(new double[] {1, Double.NaN, 2, 3})).isEqualTo(new Trend.InsufficientHistory(4, 3));
    }

    @Test
    void answersWithNumbersWhateverItIsGiven() {
        OddSeries.all().forEach((name, values) -> {
            if (Trend.of(values) instanceof Trend.Estimated trend) {
                assertThat(trend.slope()).as(name).isFinite().isBetween(trend.lower(), trend.upper());
                assertThat(trend.lower()).as(name).isFinite();
                assertThat(trend.upper()).as(name).isFinite();
                assertThat(trend.pValue()).as(name).isBetween(0.0, 1.0);
            }
        });
        assertThat(estimate(OddSeries.of(10, i -> 7))).isEqualTo(new Trend.Estimated(0, 0, 0, 1, Direction.NONE));
    }

    private static Trend.Estimated estimate(double... values) {
        return (Trend.Estimated) Trend.of(values);
    }

    private static double twoSided(int concordance, double variance) {
        var z = (concordance - 1) / Math.sqrt(variance);
        return Erf.erfc(z / Math.sqrt(2));
    }
}
