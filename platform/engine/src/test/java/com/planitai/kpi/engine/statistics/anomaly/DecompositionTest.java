package com.planitai.kpi.engine.statistics.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.statistics.OddSeries;
import com.planitai.kpi.engine.statistics.Reference;
import com.planitai.kpi.engine.statistics.Season;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecompositionTest {
    /** The bar is 1e-3 of the range; the same arithmetic comes much closer. */
    private static final double TOLERANCE = 1e-9;

    private static final Season MONTHS = new Season(12);

    @Test
    void isThatOfRobustPeriodicStlInR() {
        var compared = 0;
        for (var reference : Reference.all()) {
            if (reference.hasStl()) {
                var values = reference.train();
                var decomposition = Decomposition.of(values, reference.season());
                var tolerance = within(TOLERANCE * range(values));
                assertThat(decomposition.seasonal())
                        .as("%s", reference)
                        .containsExactly(reference.stl("seasonal"), tolerance);
                assertThat(decomposition.trend())
                        .as("%s", reference)
                        .containsExactly(reference.stl("trend"), tolerance);
                assertThat(decomposition.remainder())
                        .as("%s", reference)
                        .containsExactly(reference.stl("remainder"), tolerance);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(3);
    }

    @Test
    void addsUpToTheSeries() {
        var random = new Random(5);
        var values = OddSeries.of(50, i -> 1e15 * (2 + Math.sin(i) + random.nextDouble()));
        var decomposition = Decomposition.of(values, MONTHS);
        for (var i = 0; i < values.length; i++) {
            assertThat(decomposition.expected(i) + decomposition.remainder()[i]).isCloseTo(values[i], within(1.0));
        }
    }

    @Test
    void scalesWithTheSeries() {
        var values = Reference.of("UKgas").train();
        var once = Decomposition.of(values, new Season(4)).trend();
        var thousandfold = Decomposition.of(
                        Arrays.stream(values).map(v -> 1024 * v).toArray(), new Season(4))
                .trend();
        assertThat(thousandfold)
                .containsExactly(Arrays.stream(once).map(v -> 1024 * v).toArray());
    }

    @Test
    void findsTheSeasonInSpiteOfMissingValues() {
        var random = new Random(2);
        var values = OddSeries.of(120, i -> random.nextInt(5) == 0 ? Double.NaN : 100 + i + 10 * (i % 12 == 0 ? 1 : 0));
        var decomposition = Decomposition.of(values, MONTHS);
        assertThat(decomposition.seasonal()[0] - decomposition.seasonal()[1]).isCloseTo(10, within(0.1));
        for (var i = 0; i < values.length; i++) {
            assertThat(Double.isNaN(decomposition.remainder()[i])).isEqualTo(Double.isNaN(values[i]));
            assertThat(decomposition.expected(i)).isFinite();
        }
    }

    @Test
    void claimsNoSeasonOfLessThanTwoRounds() {
        var random = new Random(4);
        var values = OddSeries.of(23, i -> 50 + 3 * i + random.nextGaussian());
        var decomposition = Decomposition.of(values, MONTHS);
        assertThat(decomposition.season()).isEqualTo(Season.NONE);
        assertThat(decomposition.seasonal()).containsOnly(0);
        assertThat(decomposition.trend()[12]).isCloseTo(86, within(1.5));
    }

    @Test
    void takesTheMiddlesWhereThePartialSortLeavesThem() {
        assertThat(MedianResidual.of(new double[] {3, 1, 2})).isEqualTo(2);
        assertThat(MedianResidual.of(new double[] {4, 1, 2, 3})).isEqualTo(2.5);
        assertThat(MedianResidual.of(new double[] {7})).isEqualTo(7);
        assertThat(MedianResidual.of(new double[0])).isZero();
        var random = new Random(9);
        for (var length = 1; length < 200; length += 2) {
            var values = OddSeries.of(length, i -> random.nextInt(50));
            var sorted = values.clone();
            Arrays.sort(sorted);
            assertThat(MedianResidual.of(values)).isEqualTo(sorted[length / 2]);
        }
    }

    private static double range(double[] values) {
        return Arrays.stream(values).max().orElseThrow()
                - Arrays.stream(values).min().orElseThrow();
    }
}
