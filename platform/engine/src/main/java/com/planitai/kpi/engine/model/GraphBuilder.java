package com.planitai.kpi.engine.model;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.ExpressionFault;
import com.planitai.kpi.engine.expression.Faults;
import com.planitai.kpi.engine.expression.Instruction;
import com.planitai.kpi.engine.expression.NearestName;
import com.planitai.kpi.engine.expression.ParsedFormula;
import com.planitai.kpi.engine.expression.Reach;
import com.planitai.kpi.engine.expression.Shape;
import com.planitai.kpi.engine.expression.SourcePosition;
import com.planitai.kpi.engine.expression.UnitDerivation;
import com.planitai.kpi.engine.model.ResolvedKpi.EffectiveRollup;
import com.planitai.kpi.engine.model.RollupRules.Axis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Builds a graph in passes over all definitions, so that one attempt reports every fault of every KPI. */
final class GraphBuilder {
    /** Names beyond these are refused without a suggestion, which costs a look at every code. */
    private static final int MAX_SUGGESTIONS = 100;

    private final Collection<KpiDefinition> given;
    private final int maxKpis;
    private final Map<KpiCode, KpiDefinition> definitions = new LinkedHashMap<>();
    private final Map<KpiCode, ParsedFormula> formulas = new LinkedHashMap<>();
    private final Map<KpiCode, List<KpiCode>> references = new HashMap<>();
    private final Map<KpiCode, ResolvedKpi> resolved = new HashMap<>();
    private final Map<KpiCode, Integer> lookBacks = new HashMap<>();
    private final List<ModelFault> faults = new ArrayList<>();
    private final List<ModelFault> warnings = new ArrayList<>();
    private int suggestions;

    GraphBuilder(Collection<KpiDefinition> given, int maxKpis) {
        this.given = given;
        this.maxKpis = maxKpis;
    }

    GraphResult build() {
        collect();
        if (faults.stream().anyMatch(fault -> fault.code().equals("TOO_MANY_KPIS"))) {
            return new GraphResult.Refused(faults);
        }
        definitions.values().forEach(this::checkDefinition);
        definitions.values().forEach(this::read);
        var search = CycleSearch.search(definitions.keySet(), code -> references.getOrDefault(code, List.of()));
        search.cycles().forEach(this::reportCycle);
        formulas.forEach(this::checkUnits);
        if (search.cycles().isEmpty()) {
            search.order().forEach(this::resolve);
        }
        if (!faults.isEmpty()) {
            return new GraphResult.Refused(faults);
        }
        var inGivenOrder = new LinkedHashMap<KpiCode, ResolvedKpi>();
        definitions.keySet().forEach(code -> inGivenOrder.put(code, get(resolved, code)));
        return new GraphResult.Built(new KpiGraph(inGivenOrder), warnings);
    }

    private void collect() {
        for (var definition : given) {
            if (definitions.putIfAbsent(definition.code(), definition) != null) {
                faults.add(ModelFaults.duplicate(definition.code()));
            } else if (definitions.size() == maxKpis + 1) {
                faults.add(ModelFaults.tooManyKpis(definition.code(), maxKpis, given.size()));
            }
        }
    }

    private void checkDefinition(KpiDefinition kpi) {
        if (Expression.RESERVED_WORDS.contains(kpi.code().value())) {
            faults.add(ModelFaults.reservedCode(kpi.code()));
        }
        if (kpi.dimensions().size() > KpiGraph.MAX_DIMENSIONS_PER_KPI) {
            faults.add(
                    ModelFaults.tooManyDimensions(kpi.code(), kpi.dimensions().size()));
        }
        var seen = new HashSet<String>();
        for (var dimension : kpi.dimensions()) {
            if (!seen.add(dimension)) {
                faults.add(ModelFaults.duplicateDimension(kpi.code(), dimension));
            }
        }
    }

    private void read(KpiDefinition kpi) {
        var text = kpi.formula();
        if (text == null) {
            return;
        }
        var formula = ParsedFormula.parse(text);
        formulas.put(kpi.code(), formula);
        formula.faults().forEach(fault -> report(kpi.code(), fault));
        var known = new ArrayList<KpiCode>();
        for (var name : formula.names()) {
            if (KpiCode.isValid(name.code()) && definitions.containsKey(new KpiCode(name.code()))) {
                known.add(new KpiCode(name.code()));
            } else {
                reportUnknown(kpi.code(), name);
            }
        }
        references.put(kpi.code(), known.stream().distinct().toList());
    }

    private void reportUnknown(KpiCode kpi, Instruction.Reference name) {
        suggestions++;
        var suggestion = suggestions > MAX_SUGGESTIONS
                ? null
                : NearestName.among(
                                definitions.keySet().stream()
                                        .map(KpiCode::value)
                                        .filter(code -> !code.equals(kpi.value()))
                                        .toList(),
                                name.code())
                        .orElse(null);
        report(kpi, Faults.unknownKpi(name.at(), name.code(), suggestion));
    }

    private void reportCycle(List<KpiCode> cycle) {
        var kpi = cycle.getFirst();
        var next = cycle.get(1).value();
        var at = get(formulas, kpi).names().stream()
                .filter(name -> name.code().equals(next))
                .findFirst()
                .map(Instruction.Reference::at)
                .orElse(new SourcePosition(1, 1));
        report(kpi, Faults.cycle(at, cycle.stream().map(KpiCode::value).toList()));
    }

    /** Against declared units, so that a fault in one formula is not repeated by all that refer to it. */
    private void checkUnits(KpiCode kpi, ParsedFormula formula) {
        var expression = formula.expression();
        if (expression.isEmpty() || !allKnown(expression.get())) {
            return;
        }
        var result = UnitDerivation.derive(
                expression.get(), code -> get(definitions, new KpiCode(code)).unit());
        result.faults().forEach(fault -> report(kpi, fault));
        var declared = get(definitions, kpi).unit();
        if (result.faults().isEmpty() && !result.unit().isAssignableTo(declared)) {
            report(kpi, Faults.unitMismatch(declared, result.unit()));
        }
    }

    private boolean allKnown(Expression expression) {
        return expression.references().stream()
                .allMatch(code -> KpiCode.isValid(code) && definitions.containsKey(new KpiCode(code)));
    }

    private void resolve(KpiCode code) {
        var kpi = get(definitions, code);
        var formula = formulas.get(code);
        if (formula == null) {
            resolved.put(code, input(kpi));
            lookBacks.put(code, 0);
            return;
        }
        var expression = formula.expression();
        if (expression.isPresent()
                && allKnown(expression.get())
                && resolved.keySet().containsAll(get(references, code))) {
            resolved.put(code, formula(kpi, expression.get()));
        }
    }

    private ResolvedKpi input(KpiDefinition kpi) {
        var dimensions = new TreeSet<>(kpi.dimensions());
        return new ResolvedKpi(
                kpi,
                resolved.size(),
                null,
                Reach.NONE,
                List.copyOf(dimensions),
                rules(kpi, Axis.ROLLUP, true).ofInput(),
                rules(kpi, Axis.MEMBER_ROLLUP, !dimensions.isEmpty()).ofInput());
    }

    private ResolvedKpi formula(KpiDefinition kpi, Expression expression) {
        var below = get(references, kpi.code()).stream()
                .map(code -> get(resolved, code))
                .toList();
        var dimensions = sharedDimensions(below);
        if (!kpi.dimensions().isEmpty() && !dimensions.equals(List.copyOf(new TreeSet<>(kpi.dimensions())))) {
            warnings.add(ModelFaults.dimensionsDerived(kpi.code(), dimensions));
        }
        warnOfCoarserReferences(kpi, below);
        var reach = checkedReach(kpi, expression);
        var shape = Shape.of(expression);
        ViewCheck.faults(
                        expression,
                        kpi.grain(),
                        name -> get(resolved, new KpiCode(name)).dimensions())
                .forEach(fault -> report(kpi.code(), fault));
        return new ResolvedKpi(
                kpi,
                resolved.size(),
                expression,
                reach,
                dimensions,
                rules(kpi, Axis.ROLLUP, true).ofFormula(shape, reach, rollups(below, ResolvedKpi::overTime)),
                rules(kpi, Axis.MEMBER_ROLLUP, !dimensions.isEmpty())
                        .ofFormula(shape, Reach.NONE, rollups(below, ResolvedKpi::overMembers)));
    }

    private RollupRules rules(KpiDefinition kpi, Axis axis, boolean matters) {
        return new RollupRules(kpi, axis, matters, warnings::add, faults::add);
    }

    private static List<EffectiveRollup> rollups(List<ResolvedKpi> kpis, Function<ResolvedKpi, EffectiveRollup> axis) {
        return kpis.stream().map(axis).toList();
    }

    private static List<String> sharedDimensions(List<ResolvedKpi> references) {
        if (references.isEmpty()) {
            return List.of();
        }
        var shared = new TreeSet<>(references.getFirst().dimensions());
        references.forEach(reference -> shared.retainAll(reference.dimensions()));
        return List.copyOf(shared);
    }

    private void warnOfCoarserReferences(KpiDefinition kpi, List<ResolvedKpi> references) {
        for (var reference : references) {
            var other = reference.definition();
            if (kpi.grain().isFinerThan(other.grain())) {
                warnings.add(ModelFaults.finerThanReference(kpi.code(), kpi.grain(), other.code(), other.grain()));
            }
        }
    }

    private Reach checkedReach(KpiDefinition kpi, Expression expression) {
        var reach = Reach.of(expression);
        var deepest = get(references, kpi.code()).stream()
                .mapToInt(code -> get(lookBacks, code))
                .max()
                .orElse(0);
        var total = deepest + reach.most(kpi.grain());
        if (total > KpiGraph.MAX_LOOK_BACK_PERIODS) {
            faults.add(ModelFaults.lookBackTooLong(kpi.code(), total));
            total = 0;
        }
        lookBacks.put(kpi.code(), total);
        return reach;
    }

    private void report(KpiCode kpi, ExpressionFault fault) {
        faults.add(ModelFaults.of(kpi, fault));
    }

    private static <T> T get(Map<KpiCode, T> map, KpiCode code) {
        var found = map.get(code);
        if (found == null) {
            throw new IllegalStateException("expected " + code + " to have been read");
        }
        return found;
    }
}
