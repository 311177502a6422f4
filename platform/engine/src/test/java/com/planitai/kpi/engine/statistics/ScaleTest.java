package com.planitai.kpi.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void goesDownAndUpWithoutChangingABit() {
        var values = new double[] {1e15 + 1, -3.3333, 0, 1e-3};
        var scale = Scale.of(values);
        assertThat(scale.up(scale.down(values))).containsExactly(values);
    }

    @Test
    void bringsTheLargestMagnitudeNearOne() {
        for (var value : new double[] {Double.MAX_VALUE, -7, 1e-300, Double.MIN_NORMAL}) {
            var values = new double[] {value, value / 3};
            assertThat(Math.abs(Scale.of(values).down(values)[0])).isBetween(1.0, 2.0);
        }
    }

    @Test
    void makesMissingWhatIsNoFiniteNumber() {
        var values = new double[] {Double.NEGATIVE_INFINITY, Double.NaN, 8};
        assertThat(Scale.of(values).down(values)).containsExactly(Double.NaN, Double.NaN, 1);
    }

    @Test
    void staysWithinTheRangeOfADouble() {
        assertThat(new Scale(1023).up(4)).isEqualTo(Double.MAX_VALUE);
        assertThat(new Scale(1023).up(Double.NEGATIVE_INFINITY)).isEqualTo(-Double.MAX_VALUE);
    }
}
