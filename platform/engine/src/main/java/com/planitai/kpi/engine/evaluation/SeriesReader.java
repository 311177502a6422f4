package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.time.FiscalCalendar;
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
    private final FiscalCalendar calendar;
    private final Instant now;
    private final Set<Warning> warnings = new LinkedHashSet<>();

    SeriesReader(SeriesQuery query, ResolvedKpi kpi, QueryRun run, FiscalCalendar calendar, Instant now) {
        this.query = query;
        this.kpi = kpi;
        this.run = run;
        this.calendar = calendar;
        this.now = now;
    }

    SeriesResult.Series read() {
        var grain = query.from().grain();
        var grouping = query.groupBy().stream().sorted().toList();
        var key = new BlockKey(query.kpi(), grain, grouping);
        run.need(key, query.from().ordinal(), query.to().ordinal());
        run.run();
        var periods = IntStream.rangeClosed(query.from().ordinal(), query.to().ordinal())
                .mapToObj(ordinal -> new Period(grain, ordinal))
                .toList();
        warnOfWeeks(grain);
        var lines = lines(key, periods);
        return new SeriesResult.Series(
                query.kpi(),
                kpi.definition().unit(),
                periods,
                periods.stream()
                        .filter(period -> calendar.isPartial(period, now))
                        .toList(),
                lines,
                List.copyOf(warnings));
    }

    private List<SeriesLine> lines(BlockKey key, List<Period> periods) {
        var block = run.block(key);
        var reader = new CellReader(run, query.scenario());
        var lines = new ArrayList<SeriesLine>();
        for (var line = 0; line < run.lines(key.grouping()).count(); line++) {
            var cells = new ArrayList<Cell>();
            for (var period : periods) {
                var cell = reader.cell(block, line, period.ordinal());
                warnings.addAll(cell.warnings());
                cells.add(cell);
            }
            lines.add(new SeriesLine(run.lines(key.grouping()).members(line), cells));
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
