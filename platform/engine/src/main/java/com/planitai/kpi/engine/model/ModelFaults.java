package com.planitai.kpi.engine.model;

import com.planitai.kpi.engine.expression.ExpressionFault;
import com.planitai.kpi.engine.time.Grain;
import java.util.List;
import java.util.Map;

/** Faults and warnings of definitions; those of formulas are in the expression package's {@code Faults}. */
final class ModelFaults {
    private ModelFaults() {}

    /** @param formula index among the KPI's formulas */
    static ModelFault of(KpiCode kpi, int formula, ExpressionFault fault) {
        return new ModelFault(
                kpi,
                fault.code(),
                formula,
                fault.at().line(),
                fault.at().column(),
                fault.arguments(),
                fault.message(),
                fault.suggestion());
    }

    static ModelFault tooManyKpis(KpiCode kpi, int limit, int found) {
        return fault(
                kpi,
                "TOO_MANY_KPIS",
                Map.of("limit", "" + limit, "found", "" + found),
                "The graph has " + found + " KPIs; the limit is " + limit + ".");
    }

    static ModelFault duplicate(KpiCode kpi) {
        return fault(kpi, "DUPLICATE_KPI", Map.of("code", kpi.value()), "The code " + kpi + " is used twice.");
    }

    static ModelFault reservedCode(KpiCode kpi) {
        return fault(
                kpi,
                "RESERVED_CODE",
                Map.of("code", kpi.value()),
                "\"" + kpi + "\" is a word of the formula language and cannot be a code.");
    }

    static ModelFault tooManyDimensions(KpiCode kpi, int found) {
        return fault(
                kpi,
                "TOO_MANY_DIMENSIONS",
                Map.of("limit", "" + KpiGraph.MAX_DIMENSIONS_PER_KPI, "found", "" + found),
                "A KPI carries at most " + KpiGraph.MAX_DIMENSIONS_PER_KPI + " dimensions, found " + found + ".");
    }

    static ModelFault tooManyFormulas(KpiCode kpi, int found) {
        return fault(
                kpi,
                "TOO_MANY_FORMULAS",
                Map.of("limit", "" + KpiDefinition.MAX_FORMULAS, "found", "" + found),
                "A KPI has at most " + KpiDefinition.MAX_FORMULAS + " formulas by date, found " + found + ".");
    }

    static ModelFault duplicateDimension(KpiCode kpi, String dimension) {
        return fault(
                kpi,
                "DUPLICATE_DIMENSION",
                Map.of("dimension", dimension),
                "The dimension " + dimension + " is named twice.");
    }

    static ModelFault rollupRequired(KpiCode kpi, String property) {
        return fault(
                kpi,
                "ROLLUP_REQUIRED",
                Map.of("property", property),
                "A percentage that is brought in must declare its " + property + ".");
    }

    static ModelFault rollupNotAllowed(KpiCode kpi, String property) {
        return fault(
                kpi,
                "ROLLUP_NOT_ALLOWED",
                Map.of("property", property, "rollup", Rollup.RECOMPUTE.name()),
                "RECOMPUTE needs a formula; " + kpi + " has none, so its " + property + " must be another.");
    }

    static ModelFault windowsNotRecomputed(KpiCode kpi, String property) {
        return fault(
                kpi,
                "WINDOWS_NOT_RECOMPUTED",
                Map.of("property", property),
                "The formula counts periods of the KPI's own grain, so that it cannot be recomputed at a coarser one; declare "
                        + "LAST, or another " + property + ".");
    }

    static ModelFault lookBackTooLong(KpiCode kpi, int found) {
        return fault(
                kpi,
                "LOOK_BACK_TOO_LONG",
                Map.of("limit", "" + KpiGraph.MAX_LOOK_BACK_PERIODS, "found", "" + found),
                "The formula reads " + found + " periods back in all; the limit is " + KpiGraph.MAX_LOOK_BACK_PERIODS
                        + ".");
    }

    static ModelFault rollupAssumed(KpiCode kpi, String property, Rollup rollup) {
        return fault(
                kpi,
                "ROLLUP_ASSUMED",
                Map.of("property", property, "rollup", rollup.name()),
                "No " + property + " is declared; " + rollup + " is assumed.");
    }

    static ModelFault dimensionsDerived(KpiCode kpi, List<String> dimensions) {
        return fault(
                kpi,
                "DIMENSIONS_DERIVED",
                Map.of("dimensions", String.join(", ", dimensions)),
                "A formula carries the dimensions its references share: [" + String.join(", ", dimensions) + "].");
    }

    static ModelFault finerThanReference(KpiCode kpi, Grain grain, KpiCode reference, Grain referenceGrain) {
        return fault(
                kpi,
                "GRAIN_FINER_THAN_REFERENCE",
                Map.of(
                        "grain", grain.name(),
                        "reference", reference.value(),
                        "referenceGrain", referenceGrain.name()),
                "At " + grain + " there is no value of " + reference + ", which begins at " + referenceGrain + ".");
    }

    private static ModelFault fault(KpiCode kpi, String code, Map<String, String> arguments, String message) {
        return new ModelFault(kpi, code, null, null, null, arguments, message, null);
    }
}
