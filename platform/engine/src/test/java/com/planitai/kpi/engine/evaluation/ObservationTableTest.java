package com.planitai.kpi.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.planitai.kpi.engine.evaluation.ObservationTable.Change;
import com.planitai.kpi.engine.model.KpiCode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ObservationTableTest {
    private static final KpiCode ORDERS = new KpiCode("orders");
    private static final SortedMap<String, String> NO_MEMBERS = Collections.emptySortedMap();

    @Test
    void keepsTheLastOfSeveralValuesWhateverTheirOrder() {
        var table = ObservationTable.builder()
                .put(ORDERS, "actual", NO_MEMBERS, 7, 1)
                .put(ORDERS, "actual", NO_MEMBERS, 5, 2)
                .put(ORDERS, "actual", NO_MEMBERS, 7, 3)
                .build();
        assertThat(cells(table, NO_MEMBERS)).isEqualTo(Map.of(5, 2.0, 7, 3.0));
    }

    @Test
    void patchesACopyAndLeavesTheOriginal() {
        var kr = new TreeMap<>(Map.of("region", "kr"));
        var before = ObservationTable.builder()
                .put(ORDERS, "actual", NO_MEMBERS, 5, 2)
                .put(ORDERS, "actual", kr, 5, 1)
                .build();
        var after = before.patched(
                List.of(new Change(ORDERS, "actual", NO_MEMBERS, 6, 9.0), new Change(ORDERS, "actual", kr, 5, null)));
        assertThat(cells(before, NO_MEMBERS)).isEqualTo(Map.of(5, 2.0));
        assertThat(cells(after, NO_MEMBERS)).isEqualTo(Map.of(5, 2.0, 6, 9.0));
        assertThat(columns(after, "actual")).containsOnlyKeys(NO_MEMBERS);
    }

    @Test
    void replacesValuesAndNotesTheDayWithoutTouchingTheOriginal() {
        var before = ObservationTable.builder()
                .put(ORDERS, "actual", NO_MEMBERS, 5, 2)
                .put(ORDERS, "actual", NO_MEMBERS, 6, 3)
                .put(ORDERS, "actual", NO_MEMBERS, 7, 4)
                .build();
        var after = before.patched(List.of(
                new Change(ORDERS, "actual", NO_MEMBERS, 5, 9.0, 100, 200),
                new Change(ORDERS, "actual", NO_MEMBERS, 6, 3.0, 100, 200)));
        assertThat(cells(before, NO_MEMBERS)).isEqualTo(Map.of(5, 2.0, 6, 3.0, 7, 4.0));
        assertThat(cells(after, NO_MEMBERS)).isEqualTo(Map.of(5, 9.0, 6, 3.0, 7, 4.0));
        var column = columns(after, "actual").getOrDefault(NO_MEMBERS, ObservationColumn.EMPTY);
        assertThat(column.changedDay(0)).isEqualTo(200);
        assertThat(column.changedDay(1)).isEqualTo(ObservationTable.UNCHANGED);
        assertThat(columns(before, "actual")
                        .getOrDefault(NO_MEMBERS, ObservationColumn.EMPTY)
                        .hasChanges())
                .isFalse();
    }

    @Test
    void forgetsAScenarioWhoseLastCellWasEmptied() {
        var table = ObservationTable.builder()
                .put(ORDERS, "plan", NO_MEMBERS, 5, 2)
                .build()
                .patched(List.of(new Change(ORDERS, "plan", NO_MEMBERS, 5, null)));
        assertThat(columns(table, "plan")).isEmpty();
    }

    @Test
    void refusesValuesThatAreNoNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObservationTable.builder().put(ORDERS, "actual", NO_MEMBERS, 1, Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Change(ORDERS, "actual", NO_MEMBERS, 1, Double.POSITIVE_INFINITY));
    }

    private static Map<SortedMap<String, String>, ObservationColumn> columns(ObservationTable table, String scenario) {
        return table.scenario(scenario)
                .getOrDefault(ORDERS, KpiObservations.NONE)
                .byMembers();
    }

    private static Map<Integer, Double> cells(ObservationTable table, SortedMap<String, String> members) {
        var column = columns(table, "actual").getOrDefault(members, ObservationColumn.EMPTY);
        var cells = new TreeMap<Integer, Double>();
        for (var i = 0; i < column.size(); i++) {
            cells.put(column.ordinal(i), column.value(i));
        }
        return cells;
    }
}
