package com.planitai.kpi.engine.statistics.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.statistics.Reference;
import com.planitai.kpi.engine.statistics.forecast.ForecastResult.Forecasted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against R's {@code forecast::ets} on four public series. */
class EtsReferenceTest {
    private static final double AICC_ALLOWANCE = 0.5;
    private static final double MASE_RATIO = 1.10;
    private static final double MEAN_MASE_RATIO = 1.03;
    private static final double WIDTH_RATIO = 0.10;

    private static final Map<Reference, Forecasted> FORECASTS = new LinkedHashMap<>();

    @BeforeAll
    static void forecast() {
        for (var reference : Reference.all()) {
            var horizon = reference.test().length;
            FORECASTS.put(reference, (Forecasted) Forecaster.forecast(reference.train(), reference.season(), horizon));
        }
        assertThat(FORECASTS).hasSize(4);
    }

    @Test
    void fitsOrForecastsEverySeriesAsWell() {
        FORECASTS.forEach((reference, forecasted) -> {
            var excess = forecasted.model().aicc() - reference.aicc();
            var ratio = mase(reference, means(forecasted)) / reference.mase();
            assertThat(excess <= AICC_ALLOWANCE || ratio <= MASE_RATIO)
                    .as("%s: AICc beyond R's by %.3f, MASE %.3f times R's", reference, excess, ratio)
                    .isTrue();
        });
    }

    @Test
    void forecastsAsWellOverAll() {
        var logarithms = 0.0;
        for (var entry : FORECASTS.entrySet()) {
            logarithms += Math.log(mase(entry.getKey(), means(entry.getValue()))
                    / entry.getKey().mase());
        }
        assertThat(Math.exp(logarithms / FORECASTS.size())).isLessThanOrEqualTo(MEAN_MASE_RATIO);
    }

    @Test
    void measuresTheErrorOfRAsRDoes() {
        for (var reference : FORECASTS.keySet()) {
            assertThat(mase(reference, reference.ets("mean")))
                    .as("%s", reference)
                    .isCloseTo(reference.mase(), within(1e-5));
        }
    }

    @Test
    void drawsTheSameIntervalsWhereTheModelIsTheSame() {
        var same = new ArrayList<String>();
        FORECASTS.forEach((reference, forecasted) -> {
            if (forecasted.model().notation().equals(reference.model())) {
                same.add(reference.name());
                assertWidths(reference, forecasted, "80");
                assertWidths(reference, forecasted, "95");
            }
        });
        assertThat(same).contains("Nile", "UKgas");
    }

    @Test
    void coversWhatCameInABacktest() {
        var covered = 0.0;
        var forecasts = 0;
        for (var forecasted : FORECASTS.values()) {
            var backtest = Objects.requireNonNull(forecasted.backtest());
            covered += backtest.coverage95() * backtest.forecasts();
            forecasts += backtest.forecasts();
        }
        assertThat(forecasts).isGreaterThan(500);
        assertThat(covered / forecasts).isBetween(0.88, 1.0);
    }

    @Test
    void beatsRepeatingTheLastSeasonInABacktest() {
        FORECASTS.forEach((reference, forecasted) -> {
            if (!reference.name().equals("UKgas")) {
                assertThat(Objects.requireNonNull(forecasted.backtest()).mase())
                        .as("%s", reference)
                        .isLessThan(1);
            }
        });
    }

    private static void assertWidths(Reference reference, Forecasted forecasted, String level) {
        var lower = reference.ets("lower" + level);
        var upper = reference.ets("upper" + level);
        for (var step = 0; step < lower.length; step++) {
            var point = forecasted.points().get(step);
            var width = level.equals("80") ? point.upper80() - point.lower80() : point.upper95() - point.lower95();
            assertThat(width / (upper[step] - lower[step]))
                    .as("%s, step %d, %s %%", reference, step, level)
                    .isBetween(1 - WIDTH_RATIO, 1 + WIDTH_RATIO);
        }
    }

    private static double[] means(Forecasted forecasted) {
        return forecasted.points().stream().mapToDouble(ForecastPoint::mean).toArray();
    }

    private static double mase(Reference reference, double[] means) {
        var train = reference.train();
        var season = reference.season().length();
        var naive = 0.0;
        for (var i = season; i < train.length; i++) {
            naive += Math.abs(train[i] - train[i - season]);
        }
        var test = reference.test();
        var error = 0.0;
        for (var i = 0; i < test.length; i++) {
            error += Math.abs(test[i] - means[i]);
        }
        return error / test.length / (naive / (train.length - season));
    }
}
