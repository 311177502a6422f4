package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns places in evaluated blocks into cells. */
final class CellReader {
    private final QueryRun run;
    private final QuotientCoverage quotients;
    private final Reasons reasons;
    private final @Nullable Restated restated;
    private final String scenario;

    CellReader(KpiGraph graph, QueryRun run, String scenario) {
        this.run = run;
        this.quotients = new QuotientCoverage(run);
        this.reasons = new Reasons(graph, run);
        this.restated = run.restated();
        this.scenario = scenario;
    }

    Cell cell(Block block, int line, int ordinal) {
        var index = ordinal - block.low();
        var column = block.column(line);
        var completeness = Lineage.completeness(run, block, line, index);
        if (!column.isPresent(index)) {
            var reason = reasons.of(block, line, index);
            return new Cell(null, reason, Origin.COMPUTED, null, completeness, warnings(block, line, index));
        }
        var isSet = block.kpi().definition().isInput() || column.isSet(index);
        return new Cell(
                column.value(index),
                null,
                isSet ? Origin.SET : Origin.COMPUTED,
                computed(column, index),
                completeness,
                warnings(block, line, index),
                restated != null && restated.isRestated(block, line, ordinal));
    }

    private static @Nullable Double computed(Column column, int index) {
        var computed = column.computed();
        return column.isSet(index) && computed != null && computed.isPresent(index) ? computed.value(index) : null;
    }

    private List<Warning> warnings(Block block, int line, int index) {
        var quotient =
                block.column(line).isPresent(index) ? quotients.warning(block, line, index) : Optional.<Warning>empty();
        if (quotient.isEmpty() && !block.hasUnrolledSetValues(line, index)) {
            return List.of();
        }
        var warnings = new ArrayList<Warning>();
        quotient.ifPresent(warnings::add);
        if (block.hasUnrolledSetValues(line, index)) {
            var kpi = block.key().kpi().value();
            warnings.add(new Warning(
                    Warning.Code.SET_VALUES_NOT_ROLLED_UP,
                    Map.of("kpi", kpi, "scenario", scenario),
                    "The values set for " + kpi + " in " + scenario + " differ or do not cover the whole period, so "
                            + "the period's value is computed."));
        }
        return warnings;
    }
}
