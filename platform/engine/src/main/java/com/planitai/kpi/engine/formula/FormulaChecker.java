package com.planitai.kpi.engine.formula;

import com.planitai.kpi.engine.expression.ExpressionFault;
import com.planitai.kpi.engine.expression.Faults;
import com.planitai.kpi.engine.expression.Instruction;
import com.planitai.kpi.engine.expression.NearestName;
import com.planitai.kpi.engine.expression.ParsedFormula;
import com.planitai.kpi.engine.expression.UnitDerivation;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.ViewCheck;
import com.planitai.kpi.engine.unit.DerivedUnit;
import com.planitai.kpi.engine.unit.Unit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a formula that someone is about to save. */
public final class FormulaChecker {
    private static final int MAX_SUGGESTIONS = 20;

    private final KpiGraph graph;
    private final @Nullable KpiCode self;
    private final List<ExpressionFault> faults = new ArrayList<>();
    private final Set<KpiCode> references = new LinkedHashSet<>();
    private int suggestions;

    private FormulaChecker(KpiGraph graph, @Nullable KpiCode self) {
        this.graph = graph;
        this.self = self;
    }

    /**
     * Checks grammar, names, cycles and units.
     *
     * @param self the KPI that would have the formula, known or new; null when there is none yet
     */
    public static FormulaCheck check(KpiGraph graph, String formula, @Nullable KpiCode self) {
        return new FormulaChecker(graph, self).check(ParsedFormula.parse(formula));
    }

    private FormulaCheck check(ParsedFormula formula) {
        faults.addAll(formula.faults());
        var cyclic = new LinkedHashSet<String>();
        for (var name : formula.names()) {
            if (name.code().equals(self == null ? null : self.value())) {
                reportCycle(name, List.of(name.code(), name.code()), cyclic);
            } else if (KpiCode.isValid(name.code()) && graph.contains(new KpiCode(name.code()))) {
                var code = new KpiCode(name.code());
                references.add(code);
                reportCycle(name, pathToSelf(code), cyclic);
            } else {
                reportUnknown(name);
            }
        }
        var unit = faults.isEmpty() ? derive(formula) : null;
        faults.sort(Comparator.comparing(ExpressionFault::at));
        return new FormulaCheck(
                faults.isEmpty(),
                List.copyOf(references),
                faults.isEmpty() && unit != null ? asUnit(unit) : null,
                faults.stream().map(FormulaChecker::toFault).toList());
    }

    private static @Nullable Unit asUnit(DerivedUnit unit) {
        return unit.asUnit().orElse(null);
    }

    private void reportCycle(Instruction.Reference name, List<String> path, Set<String> reported) {
        if (!path.isEmpty() && reported.add(name.code())) {
            faults.add(Faults.cycle(name.at(), path));
        }
    }

    private void reportUnknown(Instruction.Reference name) {
        suggestions++;
        var suggestion = suggestions > MAX_SUGGESTIONS
                ? null
                : NearestName.among(
                                graph.codes().stream()
                                        .filter(code -> !code.equals(self))
                                        .map(KpiCode::value)
                                        .toList(),
                                name.code())
                        .orElse(null);
        faults.add(Faults.unknownKpi(name.at(), name.code(), suggestion));
    }

    private @Nullable DerivedUnit derive(ParsedFormula formula) {
        var expression = formula.expression();
        if (expression.isEmpty()) {
            return null;
        }
        var result = UnitDerivation.derive(
                expression.get(), code -> graph.definition(new KpiCode(code)).unit());
        faults.addAll(result.faults());
        var grain =
                self != null && graph.contains(self) ? graph.definition(self).grain() : null;
        faults.addAll(ViewCheck.faults(
                expression.get(),
                grain,
                code -> graph.resolved(new KpiCode(code)).dimensions()));
        if (result.faults().isEmpty() && self != null && graph.contains(self)) {
            var declared = graph.definition(self).unit();
            if (!result.unit().isAssignableTo(declared)) {
                faults.add(Faults.unitMismatch(declared, result.unit()));
            }
        }
        return result.unit();
    }

    /** From self over the reference back to self, shortest first; empty when the reference does not lead there. */
    private List<String> pathToSelf(KpiCode reference) {
        if (self == null) {
            return List.of();
        }
        var cameFrom = new HashMap<KpiCode, KpiCode>();
        var queue = new ArrayDeque<>(List.of(reference));
        while (!queue.isEmpty()) {
            var kpi = queue.remove();
            for (var next : graph.references(kpi)) {
                if (!next.equals(reference) && cameFrom.putIfAbsent(next, kpi) == null) {
                    queue.add(next);
                }
            }
        }
        return cameFrom.containsKey(self) ? path(reference, self, cameFrom) : List.of();
    }

    private static List<String> path(KpiCode reference, KpiCode self, Map<KpiCode, KpiCode> cameFrom) {
        var path = new ArrayList<String>();
        var kpi = self;
        while (kpi != null && !kpi.equals(reference)) {
            path.add(kpi.value());
            kpi = cameFrom.get(kpi);
        }
        path.add(reference.value());
        path.add(self.value());
        Collections.reverse(path);
        return path;
    }

    private static FormulaFault toFault(ExpressionFault fault) {
        return new FormulaFault(
                fault.at().line(),
                fault.at().column(),
                fault.code(),
                fault.arguments(),
                fault.message(),
                fault.suggestion());
    }
}
