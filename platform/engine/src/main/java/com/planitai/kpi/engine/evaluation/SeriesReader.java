package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads one series out of one run. */
final class SeriesReader {
    private final SeriesQuery query;
    private final ResolvedKpi kpi;
    private final QueryRun run;
    private final CompiledGraph compiled;
    private final Instant now;
    private final Set<Warning> warnings = new LinkedHashSet<>();

    SeriesReader(SeriesQuery query, ResolvedKpi kpi, QueryRun run, CompiledGraph compiled, Instant now) {
        this.query = query;
        this.kpi = kpi;
        this.run = run;
        this.compiled = compiled;
        this.now = now;
    }

    SeriesResult.Series read() {
        var grain = query.from().grain();
        var periods = IntStream.rangeClosed(query.from().ordinal(), query.to().ordinal())
                .mapToObj(ordinal -> new Period(grain, ordinal))
                .toList();
        warnOfWeeks(grain);
        var lines = lines(periods);
        return new SeriesResult.Series(
                query.kpi(), kpi.definition().unit(), periods, partial(periods), lines, List.copyOf(warnings));
    }

    /** At most one period has begun and is not over. */
    private List<Period> partial(List<Period> periods) {
        var current = compiled.calendar().current(query.from().grain(), now);
        return periods.getFirst().ordinal() <= current.ordinal()
                        && current.ordinal() <= periods.getLast().ordinal()
                ? List.of(current)
                : List.of();
    }

    private List<SeriesLine> lines(List<Period> periods) {
        var block = run.target(0);
        var reader = new CellReader(compiled.graph(), run, query.scenario());
        var lines = new ArrayList<SeriesLine>();
        for (var line = 0; line < run.lines(block).count(); line++) {
            var cells = new ArrayList<Cell>(periods.size());
            for (var period : periods) {
                var cell = reader.cell(block, line, period.ordinal());
                warnings.addAll(cell.warnings());
                cells.add(cell);
            }
            lines.add(new SeriesLine(run.lines(block).members(line), cells));
        }
        return lines;
    }

    private void warnOfWeeks(Grain grain) {
        for (var weekly : run.weeksRolledUp()) {
            warnings.add(new Warning(
                    Warning.Code.WEEKS_BY_THURSDAY,
                    Map.of("kpi", weekly.value(), "grain", grain.name()),
                    "Weeks of " + weekly + " count towards the period that holds their Thursday."));
        }
    }
}
