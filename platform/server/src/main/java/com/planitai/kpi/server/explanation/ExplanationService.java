package com.planitai.kpi.server.explanation;

import com.planitai.kpi.engine.evaluation.Cell;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.SeriesQuery;
import com.planitai.kpi.engine.evaluation.SeriesResult;
import com.planitai.kpi.engine.expression.NearestName;
import com.planitai.kpi.engine.model.DatedFormula;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.ResolvedFormula;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.explanation.Explanation.FormulaVersion;
import com.planitai.kpi.server.explanation.Explanation.Node;
import com.planitai.kpi.server.explanation.Explanation.Saved;
import com.planitai.kpi.server.explanation.ExplanationRepository.FormulaKey;
import com.planitai.kpi.server.explanation.ExplanationRepository.Range;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Place;
import com.planitai.kpi.server.kpi.KpiRecord;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.server.snapshot.PartResult;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Explains values in one transaction, so that values, definitions and sources are of one moment. */
final class ExplanationService {
    /** Shown of each KPI, the last ones. */
    static final int MAX_PERIODS = 100;

    private final TenantDatabase database;
    private final SnapshotFeature snapshots;
    private final Clock clock;
    private final ExplanationRepository repository = new ExplanationRepository();

    ExplanationService(TenantDatabase database, SnapshotFeature snapshots, Clock clock) {
        this.database = database;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    sealed interface Result {
        record Explained(Explanation explanation) implements Result {}

        record NoSuchKpi() implements Result {}

        record Refused(Fault fault) implements Result {}
    }

    Result explain(TenantId tenant, ExplanationQuery query) {
        return database.reading(tenant, tx -> switch (snapshots.part(tx, query.kpi())) {
            case PartResult.Found(TenantSnapshot snapshot) -> {
                Optional<Fault> fault = fault(snapshot, query);
                yield fault.isPresent()
                        ? new Result.Refused(fault.get())
                        : new Result.Explained(explain(tx, snapshot, query));
            }
            case PartResult.NoSuchKpi none -> new Result.NoSuchKpi();
            case PartResult.NoLongerReadable refused ->
                throw new IllegalStateException("saved definitions are refused");
        });
    }

    private static Optional<Fault> fault(TenantSnapshot snapshot, ExplanationQuery query) {
        Set<String> scenarios = snapshot.definitions().scenarios().keySet();
        if (!scenarios.contains(query.scenario())) {
            return Optional.of(new Fault(
                    "UNKNOWN_SCENARIO",
                    Map.of("code", query.scenario()),
                    new Place.Pointer("scenario"),
                    NearestName.among(scenarios, query.scenario()).orElse(null)));
        }
        ResolvedKpi kpi = snapshot.graph().resolved(query.kpi());
        Grain own = kpi.definition().grain();
        if (query.period().grain().isFinerThan(own)) {
            return Optional.of(Fault.at(
                    "period",
                    "FINER_THAN_GRAIN",
                    Map.of(
                            "kpi", query.kpi().value(),
                            "grain", own.name(),
                            "requested", query.period().grain().name())));
        }
        return query.where().stream()
                .map(filter -> filter.dimension())
                .filter(dimension -> !kpi.dimensions().contains(dimension))
                .findFirst()
                .map(dimension -> Fault.at(
                        "where",
                        "DIMENSION_NOT_CARRIED",
                        Map.of("kpi", query.kpi().value(), "dimension", dimension)));
    }

    private Explanation explain(TenantTransaction tx, TenantSnapshot snapshot, ExplanationQuery query) {
        Descent.Result below = Descent.from(snapshot.graph(), snapshot.calendar(), query.kpi(), query.period());
        Map<FormulaKey, Saved> versions = repository.formulas(tx, formulas(snapshot, below.needs()));
        Evaluation evaluation = snapshot.evaluation(clock.instant());
        List<Node> nodes = below.needs().stream()
                .map(need -> node(snapshot, evaluation, query, need, versions))
                .toList();
        return new Explanation(
                snapshot.version(),
                snapshot.calendar().isPartial(query.period(), clock.instant()),
                nodes,
                below.truncated() || nodes.stream().anyMatch(node -> node.omitted() > 0),
                repository.sources(
                        tx,
                        observed(snapshot, below.needs(), query.scenario()),
                        query.scenario(),
                        query.where(),
                        query.after().orElse(CellKey.FIRST),
                        query.page().fetch(),
                        snapshot.calendar()));
    }

    private static List<FormulaKey> formulas(TenantSnapshot snapshot, List<Need> needs) {
        Set<FormulaKey> keys = new LinkedHashSet<>();
        for (Need need : needs) {
            ResolvedKpi kpi = snapshot.graph().resolved(need.kpi());
            for (ResolvedFormula formula : Descent.formulas(kpi, need, snapshot.calendar())) {
                keys.add(new FormulaKey(record(snapshot, need.kpi()).id(), text(kpi, formula)));
            }
        }
        return List.copyOf(keys);
    }

    /** Where observations can be: those of inputs, and in scenarios those that were set beside a formula. */
    private static List<Range> observed(TenantSnapshot snapshot, List<Need> needs, String scenario) {
        List<Range> ranges = new ArrayList<>();
        for (Need need : needs) {
            ResolvedKpi kpi = snapshot.graph().resolved(need.kpi());
            if (kpi.definition().isInput() || !scenario.equals(ScenarioRecord.ACTUAL)) {
                Need own = Descent.observed(kpi, need, snapshot.calendar());
                ranges.add(new Range(
                        record(snapshot, need.kpi()).id(),
                        need.kpi().value(),
                        kpi.definition().grain(),
                        own.low(),
                        own.high()));
            }
        }
        return ranges;
    }

    private static Node node(
            TenantSnapshot snapshot,
            Evaluation evaluation,
            ExplanationQuery query,
            Need need,
            Map<FormulaKey, Saved> versions) {
        ResolvedKpi kpi = snapshot.graph().resolved(need.kpi());
        KpiRecord record = record(snapshot, need.kpi());
        int low = Math.max(need.low(), need.high() - MAX_PERIODS + 1);
        List<Period> periods = IntStream.rangeClosed(low, need.high())
                .mapToObj(ordinal -> new Period(need.grain(), ordinal))
                .toList();
        List<ResolvedFormula> formulas = Descent.formulas(kpi, need, snapshot.calendar());
        Set<KpiCode> references = new LinkedHashSet<>();
        formulas.reversed()
                .forEach(formula ->
                        formula.expression().references().forEach(code -> references.add(new KpiCode(code))));
        return new Node(
                record,
                kpi,
                need.depth(),
                formulas.stream()
                        .map(formula -> version(record, kpi, formula, versions))
                        .toList(),
                List.copyOf(references),
                periods,
                cells(evaluation, query, need.kpi(), periods),
                low - need.low());
    }

    private static List<Cell> cells(Evaluation evaluation, ExplanationQuery query, KpiCode kpi, List<Period> periods) {
        var series =
                new SeriesQuery(kpi, periods.getFirst(), periods.getLast(), query.scenario(), List.of(), query.where());
        return switch (evaluation.series(series)) {
            case SeriesResult.Series found -> found.lines().getFirst().cells();
            case SeriesResult.FinerThanGrain finer -> List.of();
            case SeriesResult.DimensionNotCarried notCarried ->
                throw new IllegalStateException(
                        "expected " + kpi + " to carry what the KPIs above it carry, " + notCarried.dimension());
        };
    }

    private static FormulaVersion version(
            KpiRecord record, ResolvedKpi kpi, ResolvedFormula formula, Map<FormulaKey, Saved> versions) {
        String text = text(kpi, formula);
        return new FormulaVersion(
                text,
                formula.fromOrdinal() == DatedFormula.ALWAYS ? null : new Period(record.grain(), formula.fromOrdinal()),
                versions.get(new FormulaKey(record.id(), text)));
    }

    private static String text(ResolvedKpi kpi, ResolvedFormula formula) {
        return kpi.definition().formulas().stream()
                .filter(dated -> dated.fromOrdinal() == formula.fromOrdinal())
                .map(DatedFormula::text)
                .findFirst()
                .orElseThrow();
    }

    private static KpiRecord record(TenantSnapshot snapshot, KpiCode code) {
        return Objects.requireNonNull(snapshot.definitions().kpis().get(code), () -> "no record of " + code);
    }
}
