package com.planitai.kpi.engine.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FactListTest {
    private static final Period MONTH = Period.parse("2026-10").orElseThrow();

    private final FactList facts = new FactList();

    @Test
    void numbersFactsInTheOrderInWhichTheyAreNoted() {
        assertThat(note(FactKind.VALUE, 12).id()).isEqualTo("f1");
        assertThat(note(FactKind.DELTA, -3).id()).isEqualTo("f2");
        assertThat(facts.facts()).extracting(Fact::value).containsExactly(12.0, -3.0);
    }

    @Test
    void givesTheSameFigureTheSameNumber() {
        note(FactKind.VALUE, 12);
        note(FactKind.DELTA, 12);

        assertThat(note(FactKind.VALUE, 12).id()).isEqualTo("f1");
        assertThat(facts.facts()).hasSize(2);
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(() -> note(FactKind.VALUE, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders");
        assertThat(facts.facts()).isEmpty();
    }

    private Fact note(FactKind kind, double value) {
        return facts.note(new KpiCode("orders"), MONTH, new TreeMap<>(), "actual", kind, value, Kpis.COUNT);
    }
}
