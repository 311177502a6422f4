package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.evaluation.ColumnsQuery;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.fact.FactKind;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.simulation.Change;
import com.planitai.kpi.engine.simulation.ChangeFault;
import com.planitai.kpi.engine.simulation.GoalSeek;
import com.planitai.kpi.engine.simulation.GoalSeekResult;
import com.planitai.kpi.engine.simulation.Lever;
import com.planitai.kpi.engine.simulation.WhatIf;
import com.planitai.kpi.engine.simulation.WhatIfPlan;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which value of a lever brings a KPI to a target. Thread-safe. */
final class GoalSeeks {
    private final Clock clock;

    GoalSeeks(Clock clock) {
        this.clock = clock;
    }

    /** What is sought, with everything it names found. */
    private record Question(
            KpiCode kpi,
            Period period,
            double target,
            KpiCode lever,
            String scenario,
            double kpiToday,
            Lever function,
            Range range) {
        double today() {
            return function.today();
        }

        /** From where the nearest solution is looked for. */
        double start() {
            return Double.isNaN(today()) ? range.middle() : today();
        }
    }

    private record Range(double low, double high) {
        double middle() {
            return low + (high - low) / 2;
        }
    }

    /** @throws com.planitai.kpi.server.http.ProblemException with every fault of the input */
    Map<String, @Nullable Object> seek(TenantSnapshot snapshot, GoalSeekInput input, Locale language) {
        String scenario = input.scenario() == null ? ScenarioRecord.ACTUAL : input.scenario();
        Question question = question(snapshot, input, scenario, snapshot.evaluation(clock.instant()));
        GoalSeekResult result = GoalSeek.seek(
                question.function(),
                question.target(),
                question.start(),
                question.range().low(),
                question.range().high());
        return wire(snapshot, question, result, language);
    }

    private static Question question(
            TenantSnapshot snapshot, GoalSeekInput input, String scenario, Evaluation evaluation) {
        Names names = new Names(snapshot);
        Optional<KpiCode> askedKpi = names.kpi("/kpi", input.kpi());
        Optional<KpiCode> askedLever = names.kpi("/lever", input.lever());
        Optional<Period> askedPeriod = names.period("/period", input.period());
        names.scenario("/scenario", scenario);
        if (!Double.isFinite(input.target())) {
            names.add(Fault.at("/target", "VALUE_NOT_FINITE"));
        }
        checkRange(names, input.range());
        askedPeriod.ifPresent(period -> Stream.of(askedKpi, askedLever)
                .flatMap(Optional::stream)
                .distinct()
                .forEach(kpi -> names.grain("/period", kpi, period.grain())));
        names.check();
        KpiCode kpi = askedKpi.orElseThrow();
        KpiCode lever = askedLever.orElseThrow();
        Period period = askedPeriod.orElseThrow();
        WhatIf whatIf = Simulations.whatIf(snapshot);
        Lever function = new Lever(whatIf, evaluation, scenario, period, kpi, lever);
        double today = function.today();
        if (input.range() == null && (Double.isNaN(today) || today == 0)) {
            names.add(Fault.at("/range", "RANGE_NEEDED", Map.of("lever", lever.value())));
            names.check();
        }
        Range range = range(input.range(), today);
        Change middle = new Change(lever, Change.Operation.SET, range.middle(), period, period, new TreeMap<>());
        if (whatIf.plan(scenario, List.of(middle), evaluation)
                instanceof WhatIfPlan.Refused(List<ChangeFault> faults)) {
            ChangeFaults translated = new ChangeFaults(snapshot, period.grain());
            faults.forEach(fault -> names.add(translated.fault("/lever", fault)));
            names.check();
        }
        double kpiToday = evaluation
                .columns(new ColumnsQuery(List.of(kpi), period, period, scenario, List.of()))
                .getFirst()
                .value(0);
        return new Question(kpi, period, input.target(), lever, scenario, kpiToday, function, range);
    }

    private static void checkRange(Names names, @Nullable List<Double> range) {
        if (range == null) {
            return;
        }
        double low = range.getFirst();
        double high = range.getLast();
        if (!Double.isFinite(high - low)) {
            names.add(Fault.at("/range", "VALUE_NOT_FINITE"));
        } else if (low >= high) {
            names.add(Fault.at(
                    "/range", "RANGE_EMPTY", Map.of("low", Double.toString(low), "high", Double.toString(high))));
        }
    }

    /** By default from nothing to twice today's value. */
    private static Range range(@Nullable List<Double> asked, double today) {
        return asked == null
                ? new Range(Math.min(0, 2 * today), Math.max(0, 2 * today))
                : new Range(asked.getFirst(), asked.getLast());
    }

    private static Map<String, @Nullable Object> wire(
            TenantSnapshot snapshot, Question question, GoalSeekResult result, Locale language) {
        Figures figures = new Figures(snapshot.graph());
        Figures.Subject kpi = new Figures.Subject(question.kpi(), question.period(), question.scenario());
        Figures.Subject lever = new Figures.Subject(question.lever(), question.period(), question.scenario());
        Figures.Entry answer = figures.entry(question.kpi(), question.period(), question.scenario())
                .with("kpi", question.kpi().value())
                .with("lever", question.lever().value())
                .with("period", question.period().toString())
                .with("scenario", question.scenario())
                .with("target", question.target())
                .with("range", List.of(question.range().low(), question.range().high()))
                .number("kpiToday", FactKind.VALUE, question.kpiToday(), figures.unit(question.kpi()), kpi)
                .number("leverToday", FactKind.VALUE, question.today(), figures.unit(question.lever()), lever)
                .with("iterations", result.iterations());
        switch (result) {
            case GoalSeekResult.Solved solved ->
                answer.number("solution", FactKind.SOLUTION, solved.solution(), figures.unit(question.lever()), lever)
                        .number(
                                "change",
                                FactKind.DELTA,
                                Double.isNaN(question.today()) ? null : solved.change(),
                                figures.unit(question.lever()),
                                lever)
                        .number("reached", FactKind.SIMULATED, solved.reached(), figures.unit(question.kpi()), kpi);
            case GoalSeekResult.NoSolution none -> unsolved(answer, none, question, language);
        }
        return answer.with("facts", figures.wire()).wire();
    }

    private static void unsolved(
            Figures.Entry answer, GoalSeekResult.NoSolution none, Question question, Locale language) {
        boolean anyValue = !Double.isNaN(none.lowest());
        Map<String, String> arguments = Map.of(
                "kpi", question.kpi().value(),
                "lever", question.lever().value(),
                "low", Double.toString(question.range().low()),
                "high", Double.toString(question.range().high()));
        answer.with("solution", null)
                .with("change", null)
                .with("reason", none.reason().name())
                .with(
                        "message",
                        Messages.text(language, "NO_SOLUTION_" + none.reason().name(), arguments))
                .with("reachable", anyValue ? List.of(none.lowest(), none.highest()) : null);
    }
}
