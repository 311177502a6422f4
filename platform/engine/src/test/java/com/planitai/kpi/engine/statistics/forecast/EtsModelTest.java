package com.planitai.kpi.engine.statistics.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.statistics.Scale;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EtsModelTest {
    private static final int PATHS = 60_000;
    private static final int HORIZON = 11;

    @Test
    void namesItsFormAsTheLiterature() {
        assertThat(EtsForm.admissible(true, true).stream().map(EtsForm::notation))
                .containsExactly(
                        "ETS(A,N,N)",
                        "ETS(A,N,A)",
                        "ETS(A,A,N)",
                        "ETS(A,A,A)",
                        "ETS(A,Ad,N)",
                        "ETS(A,Ad,A)",
                        "ETS(M,N,N)",
                        "ETS(M,N,A)",
                        "ETS(M,N,M)",
                        "ETS(M,A,N)",
                        "ETS(M,A,A)",
                        "ETS(M,A,M)",
                        "ETS(M,Ad,N)",
                        "ETS(M,Ad,A)",
                        "ETS(M,Ad,M)");
        assertThat(EtsForm.admissible(false, true)).allMatch(form -> !form.isErrorMultiplicative());
        assertThat(EtsForm.admissible(true, false)).noneMatch(EtsForm::hasSeason);
    }

    /** The analytic moments, and thereby the intervals, against the model's own futures: two ways to the same number. */
    @Test
    void hasTheMomentsOfItsFuturesInEveryForm() {
        for (var form : EtsForm.admissible(true, true)) {
            var fit = model(form);
            var moments = new ForecastMoments(fit, HORIZON);
            var futures = new EtsModel(fit, new Scale(0), 50, 0).simulate(HORIZON, PATHS, 17);
            for (var step = 0; step < HORIZON; step++) {
                var at = step;
                var values =
                        Arrays.stream(futures).mapToDouble(path -> path[at]).toArray();
                var mean = Arrays.stream(values).average().orElseThrow();
                var deviation = Math.sqrt(Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .average()
                        .orElseThrow());
                assertThat(moments.mean(step))
                        .as("mean of %s, step %d", form.notation(), step)
                        .isCloseTo(mean, within(4 * deviation / Math.sqrt(PATHS)));
                assertThat(moments.deviation(step) / deviation)
                        .as("deviation of %s, step %d", form.notation(), step)
                        .isBetween(0.98, 1.02);
            }
        }
    }

    @Test
    void drawsTheSameFuturesFromTheSameSeed() {
        var model = new EtsModel(model(EtsForm.admissible(true, true).getLast()), new Scale(3), 50, 0);
        assertThat(model.simulate(5, 3, 42)).isDeepEqualTo(model.simulate(5, 3, 42));
        assertThat(model.simulate(5, 1, 43)[0]).isNotEqualTo(model.simulate(5, 1, 42)[0]);
    }

    @Test
    void keepsTheFuturesOfAPositiveSeriesFromTurningNegative() {
        var form = new EtsForm(EtsForm.ErrorKind.MULTIPLICATIVE, EtsForm.TrendKind.NONE, EtsForm.SeasonKind.NONE);
        var parameters = new EtsParameters(1, 0);
        parameters.alpha = 0.5;
        var wild = new EtsFit(form, parameters, new EtsState(1, 0, new double[1]), 4, 0);
        for (var path : new EtsModel(wild, new Scale(0), 50, 0).simulate(30, 200, 1)) {
            assertThat(Arrays.stream(path).min().orElseThrow()).isNotNegative();
        }
    }

    @Test
    void recoversTheParametersThatMadeALongSeries() {
        var form = new EtsForm(EtsForm.ErrorKind.ADDITIVE, EtsForm.TrendKind.NONE, EtsForm.SeasonKind.NONE);
        var random = new Random(8);
        var level = 1.0;
        var values = new double[2000];
        for (var i = 0; i < values.length; i++) {
            var error = 0.1 * random.nextGaussian();
            values[i] = level + error;
            level += 0.3 * error;
        }
        var fit = new EtsFitter(values, form, 1).fromSlowStart();
        assertThat(fit.parameters().alpha).isCloseTo(0.3, within(0.05));
        assertThat(Math.sqrt(fit.variance())).isCloseTo(0.1, within(0.005));
    }

    private static EtsFit model(EtsForm form) {
        var length = form.hasSeason() ? 4 : 1;
        var parameters = new EtsParameters(length, form.isSeasonMultiplicative() ? 1 : 0);
        parameters.alpha = 0.4;
        parameters.beta = form.hasTrend() ? 0.15 : 0;
        parameters.gamma = form.hasSeason() ? 0.3 : 0;
        parameters.phi = form.isDamped() ? 0.9 : 1;
        var seasons = form.hasSeason() ? new double[] {0.3, -0.1, -0.4, 0.2} : new double[1];
        if (form.isSeasonMultiplicative()) {
            Arrays.setAll(seasons, place -> 1 + seasons[place]);
        }
        return new EtsFit(form, parameters, new EtsState(1.5, form.hasTrend() ? 0.05 : 0, seasons), 0.0064, 0);
    }
}
