package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.PERCENT;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Grain;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverridesTest {
    private static final SortedMap<String, String> US = new TreeMap<>(Map.of("region", "us"));

    /** Twice what is there, and 7 where nothing is. */
    private record Doubled(Set<KpiCode> kpis) implements Overrides {
        @Override
        public Set<SortedMap<String, String>> addedMembers(KpiCode input) {
            return input.value().equals("orders") ? Set.of(US) : Set.of();
        }

        @Override
        public double changed(KpiCode kpi, Grain grain, int ordinal, SortedMap<String, String> members, double cell) {
            return Double.isNaN(cell) && members.equals(US) ? 7 : cell * 2;
        }
    }

    @Test
    void changesInputsForEachMemberAndAddsMembersThatWereNotThere() {
        var lines = ((SeriesResult.Series) world().evaluation()
                        .with(new Doubled(Set.of(new KpiCode("orders"))))
                        .series(query("orders", List.of("region"))))
                .lines();
        assertThat(lines)
                .extracting(
                        line -> line.members() + "=" + line.cells().getFirst().value())
                .containsExactly("{region=kr}=20.0", "{region=us}=7.0");
    }

    @Test
    void changesWhatAFormulaGivesAndWhatIsAboveIt() {
        var different = world().evaluation().with(new Doubled(Set.of(new KpiCode("rate"))));
        assertThat(value(different, "rate")).isEqualTo(.4);
        assertThat(value(different, "half")).isEqualTo(.2);
        assertThat(value(different, "orders")).isEqualTo(10);
    }

    @Test
    void leavesWhatWasObservedAlone() {
        var evaluation = world().evaluation();
        value(evaluation.with(new Doubled(Set.of(new KpiCode("orders")))), "rate");
        assertThat(value(evaluation, "rate")).isEqualTo(.2);
    }

    private static World world() {
        return new World(
                        input("orders", COUNT).by("region"),
                        input("visits", COUNT).by("region"),
                        formula("rate", PERCENT, "orders / visits"),
                        formula("half", PERCENT, "rate / 2"))
                .put("orders", "2026-01", 10, "region:kr")
                .put("visits", "2026-01", 50, "region:kr");
    }

    private static @Nullable Double value(Evaluation evaluation, String kpi) {
        var series = (SeriesResult.Series) evaluation.series(query(kpi, List.of()));
        return series.lines().getFirst().cells().getFirst().value();
    }

    private static SeriesQuery query(String kpi, List<String> groupBy) {
        var month = World.period("2026-01");
        return new SeriesQuery(new KpiCode(kpi), month, month, "actual", groupBy, List.of());
    }
}
