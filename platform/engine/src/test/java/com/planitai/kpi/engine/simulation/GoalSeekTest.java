package com.planitai.kpi.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.simulation.GoalSeekResult.NoSolution;
import com.planitai.kpi.engine.simulation.GoalSeekResult.Reason;
import com.planitai.kpi.engine.simulation.GoalSeekResult.Solved;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GoalSeekTest {
    @Test
    void findsTheLeverOfAProduct() {
        var solved = solved(visits -> visits * 0.05 * 40, 2_500, 1_000, 0, 5_000);

        assertThat(solved.solution()).isCloseTo(1_250, within(1e-9));
        assertThat(solved.change()).isCloseTo(250, within(1e-9));
        assertThat(solved.reached()).isCloseTo(2_500, within(1e-9));
        assertThat(solved.iterations()).isBetween(2 * GoalSeek.STEPS, 2 * GoalSeek.STEPS + 20);
    }

    @Test
    void takesTheSolutionNearestToToday() {
        DoubleUnaryOperator wave = x -> Math.sin(x);

        assertThat(solved(wave, 0, 2.5, -10, 10).solution()).isCloseTo(Math.PI, within(1e-9));
        assertThat(solved(wave, 0, -0.3, -10, 10).solution()).isCloseTo(0, within(1e-9));
        assertThat(solved(wave, 0, 50, -10, 10).solution()).isCloseTo(3 * Math.PI, within(1e-9));
    }

    @Test
    void staysWhereTheTargetIsReachedAlready() {
        assertThat(solved(x -> x * x, 9, 3, -10, 10).change()).isZero();
        assertThat(solved(x -> 7, 7, 3, -10, 10).change()).isZero();
    }

    @Test
    void findsATargetThatIsOnlyTouchedOrPassedBetweenTwoSteps() {
        DoubleUnaryOperator profit = price -> -(price - 7.123) * (price - 7.123) + 100;

        assertThat(solved(profit, 100, 3, 0, 20).solution()).isCloseTo(7.123, within(1e-5));
        assertThat(solved(profit, 99.9999, 3, 0, 20).solution()).isCloseTo(7.113, within(1e-6));
    }

    @Test
    void saysWhatCanBeReachedWhereTheTargetCannot() {
        assertThat(seek(x -> x * x + 1, 0, 1, -2, 3)).isInstanceOfSatisfying(NoSolution.class, none -> {
            assertThat(none.reason()).isEqualTo(Reason.OUT_OF_REACH);
            assertThat(none.lowest()).isCloseTo(1, within(1e-6));
            assertThat(none.highest()).isEqualTo(10);
            assertThat(none.iterations()).isPositive();
        });
    }

    @Test
    void tellsAFlatKpiFromOneWithoutValuesAndOneThatJumps() {
        assertThat(reason(x -> 5, 6, 1, 0, 2)).isEqualTo(Reason.FLAT);
        assertThat(reason(x -> Double.NaN, 6, 1, 0, 2)).isEqualTo(Reason.NO_VALUE);
        assertThat(reason(x -> x > 0.7 ? 10 : 1, 6, 1, 0, 2)).isEqualTo(Reason.JUMPS_OVER);
        assertThat(reason(x -> 1 / (x - 0.7), 0.01, 1, 0, 2)).isEqualTo(Reason.JUMPS_OVER);
        assertThat(reason(x -> Math.abs(x - 1) < 0.004 ? Double.NaN : x, 1, 0.2, 0, 2))
                .isEqualTo(Reason.JUMPS_OVER);
        assertThat(reason(x -> Math.abs(x - 1) < 0.3 ? Double.NaN : x, 1, 0.2, 0, 2))
                .isEqualTo(Reason.JUMPS_OVER);
    }

    @Test
    void seeksOnBothSidesOfAGap() {
        DoubleUnaryOperator withGap = x -> x > 1 && x < 2 ? Double.NaN : x;

        assertThat(solved(withGap, 3, 0.5, 0, 4).solution()).isCloseTo(3, within(1e-9));
    }

    @Test
    void refusesARangeThatIsNone() {
        assertThatThrownBy(() -> seek(x -> x, 1, 1, 2, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> seek(x -> x, Double.NaN, 1, 0, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> seek(x -> x, 1, 1, 0, Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void solvesEveryMonotoneKpiWithinItsReach() {
        for (var seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var power = 0.2 + 4 * random.nextDouble();
            var factor = Math.pow(10, random.nextInt(-6, 7));
            DoubleUnaryOperator kpi = x -> factor * Math.pow(x, power);
            var expected = 100 * random.nextDouble();

            var solved = solved(kpi, kpi.applyAsDouble(expected), 100 * random.nextDouble(), 0, 100);

            assertThat(solved.solution()).isCloseTo(expected, within(1e-7 * expected));
        }
    }

    private static GoalSeekResult seek(DoubleUnaryOperator kpi, double target, double today, double low, double high) {
        return GoalSeek.seek(kpi, target, today, low, high);
    }

    private static Solved solved(DoubleUnaryOperator kpi, double target, double today, double low, double high) {
        return switch (seek(kpi, target, today, low, high)) {
            case Solved solved -> solved;
            case NoSolution none -> throw new AssertionError(none);
        };
    }

    private static Reason reason(DoubleUnaryOperator kpi, double target, double today, double low, double high) {
        return switch (seek(kpi, target, today, low, high)) {
            case Solved solved -> throw new AssertionError(solved);
            case NoSolution none -> none.reason();
        };
    }
}
