package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.fact.FactKind;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.simulation.Change;
import com.planitai.kpi.engine.simulation.GoalSeek;
import com.planitai.kpi.engine.simulation.GoalSeekResult;
import com.planitai.kpi.engine.simulation.WhatIfPlan;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which value of a lever brings a KPI to a target. Thread-safe. */
final class GoalSeeks {
    private final Clock clock;

    GoalSeeks(Clock clock) {
        this.clock = clock;
    }

    /** What is sought, with everything it names found. */
    private record Question(
            KpiCode kpi, Period period, double target, KpiCode lever, String scenario, double today, Range range) {
        Change set(double value) {
            return new Change(lever, Change.Operation.SET, value, period, period, new TreeMap<>());
        }

        /** From where the nearest solution is looked for. */
        double start() {
            return Double.isNaN(today) ? range.low() + (range.high() - range.low()) / 2 : today;
        }
    }

    private record Range(double low, double high) {}

    /** @throws com.planitai.kpi.server.http.ProblemException with every fault of the input */
    Map<String, @Nullable Object> seek(TenantSnapshot snapshot, GoalSeekInput input, Locale language) {
        String scenario = input.scenario() == null ? ScenarioRecord.ACTUAL : input.scenario();
        Worlds worlds = new Worlds(snapshot, scenario, clock.instant());
        Question question = question(snapshot, input, scenario, worlds);
        GoalSeekResult result = GoalSeek.seek(
                lever -> kpiAt(lever, question, worlds),
                question.target(),
                question.start(),
                question.range().low(),
                question.range().high());
        return wire(snapshot, question, worlds, result, language);
    }

    private static Question question(TenantSnapshot snapshot, GoalSeekInput input, String scenario, Worlds worlds) {
        Names names = new Names(snapshot);
        KpiCode kpi = names.kpi("/kpi", input.kpi()).orElse(null);
        KpiCode lever = names.kpi("/lever", input.lever()).orElse(null);
        Period period = names.period("/period", input.period()).orElse(null);
        names.scenario("/scenario", scenario);
        if (!Double.isFinite(input.target())) {
            names.add(Fault.at("/target", "VALUE_NOT_FINITE"));
        }
        checkRange(names, input.range());
        if (period != null) {
            for (KpiCode of : Arrays.asList(kpi, lever)) {
                if (of != null) {
                    names.grain("/period", of, period.grain());
                }
            }
        }
        names.check();
        if (kpi == null || lever == null || period == null) {
            throw new IllegalStateException("what is not there passed the check");
        }
        double today = worlds.value(lever, period, new TreeMap<>(), List.of());
        if (input.range() == null && (Double.isNaN(today) || today == 0)) {
            names.add(Fault.at("/range", "RANGE_NEEDED", Map.of("lever", lever.value())));
            names.check();
        }
        Question question =
                new Question(kpi, period, input.target(), lever, scenario, today, range(input.range(), today));
        checkLever(snapshot, names, question, worlds);
        names.check();
        return question;
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

    /** A lever of several cells that have no value cannot be moved at all. */
    private static void checkLever(TenantSnapshot snapshot, Names names, Question question, Worlds worlds) {
        double middle =
                question.range().low() + (question.range().high() - question.range().low()) / 2;
        if (plan(middle, question, worlds) instanceof WhatIfPlan.Refused(var faults)) {
            ChangeFaults translated = new ChangeFaults(snapshot, question.period().grain());
            faults.forEach(fault -> names.add(translated.fault("/lever", fault)));
        }
    }

    private static WhatIfPlan plan(double lever, Question question, Worlds worlds) {
        return worlds.whatIf()
                .plan(
                        question.scenario(),
                        List.of(question.set(lever)),
                        (kpi, period, members, rules) -> question.today());
    }

    private static double kpiAt(double lever, Question question, Worlds worlds) {
        return switch (plan(lever, question, worlds)) {
            case WhatIfPlan.Planned(var rules) ->
                worlds.value(question.kpi(), question.period(), new TreeMap<>(), rules);
            case WhatIfPlan.Refused refused -> Double.NaN;
        };
    }

    private static Map<String, @Nullable Object> wire(
            TenantSnapshot snapshot, Question question, Worlds worlds, GoalSeekResult result, Locale language) {
        Figures figures = new Figures(snapshot.graph());
        Figures.Subject kpi = new Figures.Subject(question.kpi(), question.period(), question.scenario());
        Figures.Subject lever = new Figures.Subject(question.lever(), question.period(), question.scenario());
        double today = worlds.value(question.kpi(), question.period(), new TreeMap<>(), List.of());
        Figures.Entry answer = figures.entry(question.kpi(), question.period(), question.scenario())
                .with("kpi", question.kpi().value())
                .with("lever", question.lever().value())
                .with("period", question.period().toString())
                .with("scenario", question.scenario())
                .with("target", question.target())
                .with("range", List.of(question.range().low(), question.range().high()))
                .number("kpiToday", FactKind.VALUE, today, figures.unit(question.kpi()), kpi)
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
                .with("message", Messages.text(language, "NO_SOLUTION_" + none.reason().name(), arguments))
                .with("reachable", anyValue ? List.of(none.lowest(), none.highest()) : null);
    }
}
