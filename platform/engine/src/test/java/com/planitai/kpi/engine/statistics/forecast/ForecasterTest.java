package com.planitai.kpi.engine.statistics.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.statistics.OddSeries;
import com.planitai.kpi.engine.statistics.Reference;
import com.planitai.kpi.engine.statistics.Season;
import com.planitai.kpi.engine.statistics.forecast.ForecastResult.Forecasted;
import com.planitai.kpi.engine.statistics.forecast.ForecastResult.InsufficientHistory;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForecasterTest {
    private static final Season MONTHS = new Season(12);

    @Test
    void asksForTwoSeasonsAndFourValues() {
        assertThat(Forecaster.forecast(random(27), MONTHS, 12)).isEqualTo(new InsufficientHistory(28, 27));
        assertThat(Forecaster.forecast(random(28), MONTHS, 12)).isInstanceOf(Forecasted.class);
        assertThat(Forecaster.forecast(random(11), new Season(4), 4)).isEqualTo(new InsufficientHistory(12, 11));
        assertThat(Forecaster.forecast(random(9), Season.NONE, 1)).isEqualTo(new InsufficientHistory(10, 9));
        assertThat(Forecaster.forecast(random(10), Season.NONE, 1)).isInstanceOf(Forecasted.class);
    }

    @Test
    void countsOnlyValuesThatAreThere() {
        var values = random(12);
        values[3] = Double.NaN;
        values[7] = Double.POSITIVE_INFINITY;
        values[8] = Double.NaN;
        assertThat(Forecaster.forecast(values, Season.NONE, 1)).isEqualTo(new InsufficientHistory(10, 9));
    }

    @Test
    void hasNoBacktestWhereNothingCanBeHeldBack() {
        assertThat(forecast(random(28), MONTHS, 12).backtest()).isNull();
        assertThat(backtest(forecast(random(29), MONTHS, 12)).forecasts()).isEqualTo(1);
    }

    @Test
    void judgesFromTheLastOriginsAndAllHorizons() {
        var backtest = backtest(forecast(random(60), Season.NONE, 3));
        assertThat(backtest.origins()).isEqualTo(24);
        assertThat(backtest.forecasts()).isEqualTo(22 * 3 + 2 + 1);
    }

    @Test
    void repeatsWhatNeverChanges() {
        var forecasted = forecast(OddSeries.of(40, i -> 42), MONTHS, 3);
        assertThat(forecasted.model().notation()).isEqualTo("ETS(A,N,N)");
        for (var point : forecasted.points()) {
            assertThat(point.mean()).isCloseTo(42, within(1e-6));
            assertThat(point.upper95() - point.lower95()).isLessThan(1e-6);
        }
        assertThat(backtest(forecasted).mase()).isNull();
        assertThat(backtest(forecasted).smape()).isCloseTo(0, within(1e-9));
    }

    @Test
    void carriesALineAndASeasonOn() {
        var forecasted = forecast(OddSeries.of(60, i -> 100 + 2.0 * i + (i % 12 == 11 ? 30 : 0)), MONTHS, 12);
        for (var step = 0; step < 12; step++) {
            var expected = 100 + 2.0 * (60 + step) + (step == 11 ? 30 : 0);
            assertThat(forecasted.points().get(step).mean()).isCloseTo(expected, within(0.5));
        }
    }

    @Test
    void usesNothingMultiplicativeOnValuesThatAreNotPositive() {
        var values = Reference.of("AirPassengers").train();
        values[5] = 0;
        assertThat(forecast(values, MONTHS, 12).model().notation())
                .startsWith("ETS(A,")
                .doesNotContain("M");
    }

    @Test
    void widensTheIntervalOverPeriodsThatAreMissingAtTheEnd() {
        var values = Reference.of("Nile").train();
        var withGap = Arrays.copyOf(values, values.length + 5);
        Arrays.fill(withGap, values.length, withGap.length, Double.NaN);
        var complete = forecast(values, Season.NONE, 6).points();
        var bridged = forecast(withGap, Season.NONE, 1).points();
        assertThat(bridged.getFirst()).isEqualTo(complete.get(5));
    }

    @Test
    void forecastsInSpiteOfAHole() {
        var values = Reference.of("co2").train();
        for (var i = 100; i < 130; i++) {
            values[i] = Double.NaN;
        }
        values[400] = Double.NaN;
        var test = Reference.of("co2").test();
        var points = forecast(values, MONTHS, 12).points();
        for (var step = 0; step < 12; step++) {
            assertThat(points.get(step).mean()).isCloseTo(test[step], within(2.0));
        }
    }

    @Test
    void scalesWithTheSeries() {
        var values = Reference.of("AirPassengers").train();
        var once = forecast(values, MONTHS, 12);
        var huge = forecast(Arrays.stream(values).map(v -> Math.scalb(v, 900)).toArray(), MONTHS, 12);
        assertThat(huge.model().notation()).isEqualTo(once.model().notation());
        for (var step = 0; step < 12; step++) {
            assertThat(huge.points().get(step).upper95())
                    .isEqualTo(Math.scalb(once.points().get(step).upper95(), 900));
        }
    }

    @Test
    void answersTheSameTwice() {
        var values = Reference.of("UKgas").train();
        var first = forecast(values, new Season(4), 8);
        var second = forecast(values, new Season(4), 8);
        assertThat(second.points()).isEqualTo(first.points());
        assertThat(second.backtest()).isEqualTo(first.backtest());
        assertThat(second.model().aicc()).isEqualTo(first.model().aicc());
    }

    @Test
    void answersWithNumbersWhateverItIsGiven() {
        OddSeries.all().forEach((name, values) -> {
            for (var season : new Season[] {Season.NONE, new Season(4), MONTHS}) {
                if (Forecaster.forecast(values, season, 30) instanceof Forecasted forecasted) {
                    assertThat(forecasted.points()).hasSize(30).allSatisfy(point -> {
                        assertThat(point.mean()).as(name).isFinite().isBetween(point.lower80(), point.upper80());
                        assertThat(point.lower80()).as(name).isFinite().isGreaterThanOrEqualTo(point.lower95());
                        assertThat(point.upper80()).as(name).isFinite().isLessThanOrEqualTo(point.upper95());
                        assertThat(point.lower95()).as(name).isFinite();
                        assertThat(point.upper95()).as(name).isFinite();
                    });
                    assertThat(forecasted.model().aicc()).as(name).isFinite();
                    for (var path : forecasted.model().simulate(30, 20, 1)) {
                        for (var value : path) {
                            assertThat(value).as(name).isFinite();
                        }
                    }
                    var backtest = forecasted.backtest();
                    if (backtest != null) {
                        assertThat(backtest.coverage95()).as(name).isBetween(0.0, 1.0);
                        assertThat(backtest.smape()).as(name).isBetween(0.0, 2.0);
                        assertThat(Objects.requireNonNullElse(backtest.mase(), 0.0))
                                .as(name)
                                .isFinite();
                    }
                }
            }
        });
    }

    @Test
    void claimsNoPositiveSeriesWhoseRelativeErrorsExceedItself() {
        var model = forecast(OddSeries.named("growing over fifty powers of ten"), Season.NONE, 366)
                .model();
        assertThat(model.notation()).startsWith("ETS(A,");
    }

    @Test
    void refusesAHorizonThatIsNone() {
        assertThatThrownBy(() -> Forecaster.forecast(random(28), MONTHS, 0)).hasMessageContaining("0 were asked for");
        assertThatThrownBy(() -> Forecaster.forecast(random(28), MONTHS, 367)).hasMessageContaining("1 to 366");
    }

    private static Forecasted forecast(double[] values, Season season, int horizon) {
        return (Forecasted) Forecaster.forecast(values, season, horizon);
    }

    private static Backtest backtest(Forecasted forecasted) {
        return Objects.requireNonNull(forecasted.backtest());
    }

    private static double[] random(int length) {
        var random = new Random(length);
        return OddSeries.of(length, i -> 100 + 10 * random.nextGaussian());
    }
}
