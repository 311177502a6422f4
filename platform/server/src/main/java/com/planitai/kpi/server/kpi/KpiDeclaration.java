package com.planitai.kpi.server.kpi;

import com.planitai.kpi.engine.model.Direction;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiDefinition;
import com.planitai.kpi.engine.model.Missing;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.model.Thresholds;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.time.Proration;
import com.planitai.kpi.engine.unit.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a person said about a KPI, and nothing that follows from it: null where nothing was said. Two declarations are
 * equal exactly when no save is needed between them.
 *
 * @param effectiveFrom first period in which the formula holds; null when it always held
 * @param earlierFormulas what held before, by date; empty beside a date means: what holds until now
 */
public record KpiDeclaration(
        KpiCode code,
        String name,
        @Nullable String description,
        Unit unit,
        @Nullable Integer decimals,
        Grain grain,
        @Nullable Rollup rollup,
        @Nullable Rollup memberRollup,
        @Nullable Missing missing,
        @Nullable Direction direction,
        @Nullable Thresholds thresholds,
        @Nullable Proration proration,
        List<String> dimensions,
        @Nullable String formula,
        @Nullable Period effectiveFrom,
        List<EarlierFormula> earlierFormulas,
        @Nullable String owner,
        List<String> tags) {
    public KpiDeclaration {
        if (name.isBlank()) {
            throw new IllegalArgumentException("expected a name for " + code + ", got only blanks");
        }
        dimensions = List.copyOf(dimensions);
        earlierFormulas = List.copyOf(earlierFormulas);
        tags = List.copyOf(tags);
    }

    /** What numbers depend on, with the defaults of everything that was not said but the rollups, which the graph decides. */
    public KpiDefinition definition() {
        return new KpiDefinition(
                code,
                unit,
                grain,
                rollup,
                memberRollup,
                missing == null ? Missing.NULL : missing,
                direction == null ? Direction.UP : direction,
                thresholds == null ? Thresholds.DEFAULT : thresholds,
                dimensions,
                FormulaHistory.dated(this),
                proration == null ? Proration.CALENDAR_DAYS : proration);
    }

    KpiDeclaration withEarlierFormulas(List<EarlierFormula> earlier) {
        return new KpiDeclaration(
                code,
                name,
                description,
                unit,
                decimals,
                grain,
                rollup,
                memberRollup,
                missing,
                direction,
                thresholds,
                proration,
                dimensions,
                formula,
                effectiveFrom,
                earlier,
                owner,
                tags);
    }
}
