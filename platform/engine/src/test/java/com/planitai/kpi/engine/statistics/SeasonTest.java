package com.planitai.kpi.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.engine.time.Grain;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeasonTest {
    @Test
    void isAYearOfMonthsOrQuartersAndAWeekOfDays() {
        assertThat(Arrays.stream(Grain.values()).map(grain -> Season.of(grain).length()))
                .containsExactly(7, 1, 12, 4, 1);
    }

    @Test
    void isCoveredByTwoValuesAtEachOfItsPlaces() {
        var season = new Season(4);
        assertThat(season.isCoveredBy(new double[] {1, 2, 3, 4, 5, 6, 7, 8})).isTrue();
        assertThat(season.isCoveredBy(new double[] {1, 2, 3, 4, 5, 6, 7})).isFalse();
        assertThat(season.isCoveredBy(new double[] {1, 2, 3, 4, 5, 6, 7, Double.NaN, 9, 10, 11}))
                .isFalse();
        assertThat(Season.NONE.isCoveredBy(new double[100])).isFalse();
    }

    @Test
    void hasALengthThatAModelCanEstimate() {
        assertThatThrownBy(() -> new Season(0)).hasMessageContaining("1 to 24").hasMessageContaining("0 were given");
        assertThatThrownBy(() -> new Season(25)).hasMessageContaining("25 were given");
    }
}
