package com.planitai.kpi.engine.statistics.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.statistics.OddSeries;
import com.planitai.kpi.engine.statistics.Season;
import com.planitai.kpi.engine.statistics.anomaly.Anomalies.Anomaly;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnomaliesTest {
    private static final Season MONTHS = new Season(12);

    /** Rosner 1983, the example that the NIST handbook of statistics reprints in §1.3.5.17.3. */
    private static final double[] ROSNER = {
        -0.25, 0.68, 0.94, 1.15, 1.20, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56, 1.58, 1.65, 1.69, 1.70,
        1.76, 1.77, 1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.10, 2.14, 2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.40,
        2.47, 2.54, 2.62, 2.64, 2.90, 2.92, 2.92, 2.93, 3.21, 3.26, 3.30, 3.59, 3.68, 4.30, 4.64, 5.34, 5.42, 6.01
    };

    @Test
    void testsAsRosnerDid() {
        var deviates = new ExtremeDeviates(ROSNER, 0, 0.05).deviates(10);
        assertThat(deviates.stream()
                        .map(ExtremeDeviates.Deviate::statistic)
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .containsExactly(
                        new double[] {3.118, 2.942, 3.179, 2.810, 2.815, 2.848, 2.279, 2.310, 2.101, 2.067},
                        within(1e-3));
        assertThat(deviates.stream()
                        .map(ExtremeDeviates.Deviate::critical)
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .containsExactly(
                        new double[] {3.158, 3.151, 3.143, 3.136, 3.128, 3.120, 3.111, 3.103, 3.094, 3.085},
                        within(1e-3));
    }

    @Test
    void findsTheThreeOutliersThatMaskEachOther() {
        assertThat(new ExtremeDeviates(ROSNER, 0, 0.05).outliers())
                .extracting(outlier -> ROSNER[outlier.index()])
                .containsExactly(6.01, 5.42, 5.34);
    }

    @Test
    void findsWhatSeasonAndTrendDoNotExplain() {
        var others = 0;
        for (var seed = 0; seed < 100; seed++) {
            var values = seasonal(72, new Random(seed));
            values[30] += 40;
            values[55] -= 40;
            var found = (Anomalies.Found) Anomalies.find(values, MONTHS);
            assertThat(found.season()).isEqualTo(MONTHS);
            assertThat(found.anomalies()).extracting(Anomaly::index).contains(30, 55);
            others += found.anomalies().size() - 2;
        }
        assertThat(others).isLessThan(100);
    }

    @Test
    void saysWhatWasExpectedAndHowFarOffItIs() {
        var values = seasonal(120, new Random(2));
        values[30] += 40;
        var found = (Anomalies.Found) Anomalies.find(values, MONTHS);
        assertThat(found.alpha()).isEqualTo(0.05);
        assertThat(found.anomalies()).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.index()).isEqualTo(30);
            assertThat(anomaly.value()).isEqualTo(values[30]);
            assertThat(anomaly.expected()).isCloseTo(values[30] - 40, within(4.0));
            assertThat(anomaly.score()).isGreaterThan(5);
        });
    }

    @Test
    void takesNoSeasonalPeakForAnAnomaly() {
        var alarms = 0;
        for (var seed = 0; seed < 100; seed++) {
            var found = (Anomalies.Found) Anomalies.find(seasonal(120, new Random(seed)), MONTHS);
            alarms += found.anomalies().isEmpty() ? 0 : 1;
        }
        assertThat(alarms).isLessThan(20);
    }

    @Test
    void expectsTheTrendAloneWhereTwoSeasonsAreNotThere() {
        var random = new Random(6);
        var values = OddSeries.of(20, i -> 10 + 5 * i + random.nextGaussian());
        values[9] += 60;
        var found = (Anomalies.Found) Anomalies.find(values, MONTHS);
        assertThat(found.season()).isEqualTo(Season.NONE);
        assertThat(found.anomalies()).extracting(Anomaly::index).containsExactly(9);
    }

    @Test
    void saysNothingOfSevenValues() {
        assertThat(Anomalies.find(OddSeries.of(7, i -> i), Season.NONE))
                .isEqualTo(new Anomalies.InsufficientHistory(8, 7));
    }

    @Test
    void isNotAlarmedByTheLastBitOfAPerfectSeries() {
        for (var name : new String[] {"constant", "zeros", "a straight line", "a perfect season"}) {
            var found = (Anomalies.Found) Anomalies.find(OddSeries.named(name), MONTHS);
            assertThat(found.anomalies()).as(name).isEmpty();
        }
    }

    @Test
    void answersWithNumbersWhateverItIsGiven() {
        OddSeries.all().forEach((name, values) -> {
            for (var season : new Season[] {Season.NONE, new Season(4), MONTHS}) {
                if (Anomalies.find(values, season) instanceof Anomalies.Found found) {
                    for (var anomaly : found.anomalies()) {
                        assertThat(anomaly.value()).as(name).isEqualTo(values[anomaly.index()]);
                        assertThat(anomaly.expected()).as(name).isFinite();
                        assertThat(anomaly.score()).as(name).isFinite().isPositive();
                    }
                }
            }
        });
    }

    @Test
    void refusesALevelThatIsNoProbability() {
        assertThatThrownBy(() -> Anomalies.find(ROSNER, Season.NONE, 1.5)).hasMessageContaining("1.5 was given");
    }

    private static double[] seasonal(int length, Random random) {
        return OddSeries.of(length, i -> 100 + i + 20 * Math.sin(i * Math.PI / 6) + 2 * random.nextGaussian());
    }
}
