package com.planitai.kpi.engine.model;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.expression.ExpressionFault;
import com.planitai.kpi.engine.expression.Faults;
import com.planitai.kpi.engine.expression.Instruction;
import com.planitai.kpi.engine.expression.NearestName;
import com.planitai.kpi.engine.expression.ParsedFormula;
import com.planitai.kpi.engine.expression.Reach;
import com.planitai.kpi.engine.expression.Shape;
import com.planitai.kpi.engine.expression.UnitDerivation;
import com.planitai.kpi.engine.model.ResolvedKpi.EffectiveRollup;
import com.planitai.kpi.engine.model.RollupRules.Axis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Builds a graph in passes over all definitions, so that one attempt reports every fault of every KPI. */
final class GraphBuilder {
    /** Names beyond these are refused without a suggestion, which costs a look at every code. */
    private static final int MAX_SUGGESTIONS = 100;

    private final Collection<KpiDefinition> given;
    private final int maxKpis;
    private final Map<KpiCode, KpiDefinition> definitions = new LinkedHashMap<>();
    private final Map<KpiCode, List<ParsedFormula>> formulas = new LinkedHashMap<>();
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
        if (kpi.formulas().size() > KpiDefinition.MAX_FORMULAS) {
            faults.add(ModelFaults.tooManyFormulas(kpi.code(), kpi.formulas().size()));
        }
        var seen = new HashSet<String>();
        for (var dimension : kpi.dimensions()) {
            if (!seen.add(dimension)) {
                faults.add(ModelFaults.duplicateDimension(kpi.code(), dimension));
            }
        }
    }

    private void read(KpiDefinition kpi) {
        if (kpi.isInput()) {
            return;
        }
        var parsed = new ArrayList<ParsedFormula>();
        var known = new LinkedHashSet<KpiCode>();
        for (var index = 0; index < kpi.formulas().size(); index++) {
            var formula = ParsedFormula.parse(kpi.formulas().get(index).text());
            parsed.add(formula);
            for (var fault : formula.faults()) {
                report(kpi.code(), index, fault);
            }
            for (var name : formula.names()) {
                if (isKnown(name.code())) {
                    known.add(new KpiCode(name.code()));
                } else {
                    reportUnknown(kpi.code(), index, name);
                }
            }
        }
        formulas.put(kpi.code(), parsed);
        references.put(kpi.code(), List.copyOf(known));
    }

    private void reportUnknown(KpiCode kpi, int formula, Instruction.Reference name) {
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
        report(kpi, formula, Faults.unknownKpi(name.at(), name.code(), suggestion));
    }

    /** At the latest formula that takes part. */
    private void reportCycle(List<KpiCode> cycle) {
        var kpi = cycle.getFirst();
        var next = cycle.get(1).value();
        var path = cycle.stream().map(KpiCode::value).toList();
        var parsed = get(formulas, kpi);
        for (var index = parsed.size() - 1; index >= 0; index--) {
            var name = parsed.get(index).names().stream()
                    .filter(candidate -> candidate.code().equals(next))
                    .findFirst();
            if (name.isPresent()) {
                report(kpi, index, Faults.cycle(name.get().at(), path));
                return;
            }
        }
        throw new IllegalStateException("expected a formula of " + kpi + " to name " + next);
    }

    /** Against declared units, so that a fault in one formula is not repeated by all that refer to it. */
    private void checkUnits(KpiCode kpi, List<ParsedFormula> parsed) {
        for (var index = 0; index < parsed.size(); index++) {
            var expression = parsed.get(index).expression();
            if (expression.isPresent() && allKnown(expression.get())) {
                checkUnits(kpi, index, expression.get());
            }
        }
    }

    private void checkUnits(KpiCode kpi, int formula, Expression expression) {
        var result = UnitDerivation.derive(
                expression, code -> get(definitions, new KpiCode(code)).unit());
        result.faults().forEach(fault -> report(kpi, formula, fault));
        var declared = get(definitions, kpi).unit();
        if (result.faults().isEmpty() && !result.unit().isAssignableTo(declared)) {
            report(kpi, formula, Faults.unitMismatch(declared, result.unit()));
        }
    }

    private boolean allKnown(Expression expression) {
        return expression.references().stream().allMatch(this::isKnown);
    }

    private boolean isKnown(String code) {
        return KpiCode.isValid(code) && definitions.containsKey(new KpiCode(code));
    }

    private void resolve(KpiCode code) {
        var kpi = get(definitions, code);
        var parsed = formulas.get(code);
        if (parsed == null) {
            resolved.put(code, input(kpi));
            lookBacks.put(code, 0);
            return;
        }
        var readable = parsed.stream()
                .allMatch(formula -> formula.expression().filter(this::allKnown).isPresent());
        if (readable && resolved.keySet().containsAll(get(references, code))) {
            resolved.put(code, formula(kpi, parsed));
        }
    }

    private ResolvedKpi input(KpiDefinition kpi) {
        var dimensions = new TreeSet<>(kpi.dimensions());
        return new ResolvedKpi(
                kpi,
                resolved.size(),
                List.of(),
                List.copyOf(dimensions),
                rules(kpi, Axis.ROLLUP, true).ofInput(),
                rules(kpi, Axis.MEMBER_ROLLUP, !dimensions.isEmpty()).ofInput());
    }

    private ResolvedKpi formula(KpiDefinition kpi, List<ParsedFormula> parsed) {
        var below = get(references, kpi.code()).stream()
                .map(code -> get(resolved, code))
                .toList();
        var dimensions = sharedDimensions(below);
        if (!kpi.dimensions().isEmpty() && !dimensions.equals(List.copyOf(new TreeSet<>(kpi.dimensions())))) {
            warnings.add(ModelFaults.dimensionsDerived(kpi.code(), dimensions));
        }
        warnOfCoarserReferences(kpi, below);
        var dated = dated(kpi, parsed);
        checkLookBack(kpi, dated);
        checkViews(kpi, dated);
        var shape = dated.stream()
                .map(formula -> Shape.of(formula.expression()))
                .reduce(GraphBuilder::shared)
                .orElse(Shape.OTHER);
        return new ResolvedKpi(
                kpi,
                resolved.size(),
                dated,
                dimensions,
                rules(kpi, Axis.ROLLUP, true).ofFormula(shape, reaches(dated), rollups(below, ResolvedKpi::overTime)),
                rules(kpi, Axis.MEMBER_ROLLUP, !dimensions.isEmpty())
                        .ofFormula(shape, List.of(), rollups(below, ResolvedKpi::overMembers)));
    }

    private static List<ResolvedFormula> dated(KpiDefinition kpi, List<ParsedFormula> parsed) {
        var dated = new ArrayList<ResolvedFormula>();
        for (var index = 0; index < parsed.size(); index++) {
            var expression = parsed.get(index).expression().orElseThrow();
            dated.add(new ResolvedFormula(kpi.formulas().get(index).fromOrdinal(), expression, Reach.of(expression)));
        }
        return dated;
    }

    /** A KPI is rolled up in one way, whichever of its formulas holds: one that is right for both. */
    private static Shape shared(Shape one, Shape other) {
        if (one == other) {
            return one;
        }
        var quotients = Set.of(Shape.LINEAR, Shape.QUOTIENT);
        return quotients.contains(one) && quotients.contains(other) ? Shape.QUOTIENT : Shape.OTHER;
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

    private static List<Reach> reaches(List<ResolvedFormula> dated) {
        return dated.stream().map(ResolvedFormula::reach).toList();
    }

    private void checkViews(KpiDefinition kpi, List<ResolvedFormula> dated) {
        for (var index = 0; index < dated.size(); index++) {
            var faultsOfFormula = ViewCheck.faults(
                    dated.get(index).expression(),
                    kpi.grain(),
                    name -> get(resolved, new KpiCode(name)).dimensions());
            for (var fault : faultsOfFormula) {
                report(kpi.code(), index, fault);
            }
        }
    }

    private void checkLookBack(KpiDefinition kpi, List<ResolvedFormula> dated) {
        var own = dated.stream()
                .mapToInt(formula -> formula.reach().most(kpi.grain()))
                .max()
                .orElse(0);
        var deepest = get(references, kpi.code()).stream()
                .mapToInt(code -> get(lookBacks, code))
                .max()
                .orElse(0);
        var total = deepest + own;
        if (total > KpiGraph.MAX_LOOK_BACK_PERIODS) {
            faults.add(ModelFaults.lookBackTooLong(kpi.code(), total));
            total = 0;
        }
        lookBacks.put(kpi.code(), total);
    }

    private void report(KpiCode kpi, int formula, ExpressionFault fault) {
        faults.add(ModelFaults.of(kpi, formula, fault));
    }

    private static <T> T get(Map<KpiCode, T> map, KpiCode code) {
        var found = map.get(code);
        if (found == null) {
            throw new IllegalStateException("expected " + code + " to have been read");
        }
        return found;
    }
}
