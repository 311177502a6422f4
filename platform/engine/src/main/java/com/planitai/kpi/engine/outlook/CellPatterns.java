package com.planitai.kpi.engine.outlook;

import com.planitai.kpi.engine.evaluation.ColumnsQuery;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.SeriesQuery;
import com.planitai.kpi.engine.evaluation.SeriesResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.statistics.Season;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How the cells below an input's future values share those out: as they did one season before, so that formulas which run
 * by member or by finer periods see the mix they are used to; evenly where there was none.
 */
final class CellPatterns {
    /** A pattern that comes to less of its largest cell than this has cells that cancel out, and is no pattern. */
    private static final double LEAST_SUM = 1e-9;

    private final Evaluation evaluation;
    private final FiscalCalendar calendar;
    private final Period first;
    private final int horizon;

    /** @param first of the periods to come */
    CellPatterns(Evaluation evaluation, Period first, int horizon) {
        this.evaluation = evaluation;
        this.calendar = evaluation.calendar();
        this.first = first;
        this.horizon = horizon;
    }

    FutureCells.Pattern of(KpiCode input) {
        var kpi = evaluation.graph().resolved(input);
        if (kpi.dimensions().isEmpty() && kpi.definition().grain() == first.grain()) {
            return FutureCells.Pattern.EVEN;
        }
        var even = scaled(input, FutureCells.Pattern.EVEN, 1);
        if (isExtreme(kpi.overTime().rollup()) || isExtreme(kpi.overMembers().rollup())) {
            return even;
        }
        var before = before(kpi);
        return orElse(scaled(input, before, before.largest()), even);
    }

    /** Scaling by a negative value would make of the least cell the greatest. */
    private static boolean isExtreme(Rollup rollup) {
        return rollup == Rollup.MIN || rollup == Rollup.MAX;
    }

    private static FutureCells.Pattern orElse(FutureCells.Pattern pattern, FutureCells.Pattern other) {
        return (period, ordinal, members) -> {
            var part = pattern.part(period, ordinal, members);
            return Double.isInfinite(part) ? other.part(period, ordinal, members) : part;
        };
    }

    /** The pattern, so that each period comes to 1; infinite where it comes to nothing. */
    private FutureCells.Pattern scaled(KpiCode input, FutureCells.Pattern pattern, double largest) {
        var ones = new double[horizon];
        Arrays.fill(ones, 1);
        var world = evaluation.with(new FutureCells(calendar, first, Map.of(input, ones), Map.of(input, pattern)));
        var sums = world.columns(
                        new ColumnsQuery(List.of(input), first, first.plus(horizon - 1), Histories.ACTUAL, List.of()))
                .getFirst();
        return (period, ordinal, members) -> {
            var sum = sums.value(period);
            return Math.abs(sum) > LEAST_SUM * largest
                    ? pattern.part(period, ordinal, members) / sum
                    : Double.POSITIVE_INFINITY;
        };
    }

    private Before before(ResolvedKpi kpi) {
        var own = kpi.definition().grain();
        var season = Season.of(first.grain()).length();
        var low = calendar.firstOrdinalWithin(first.grain(), first.ordinal() - season, own);
        var high = calendar.lastOrdinalWithin(first.grain(), first.ordinal() - 1, own);
        var query = new SeriesQuery(
                kpi.definition().code(),
                new Period(own, low),
                new Period(own, high),
                Histories.ACTUAL,
                kpi.dimensions(),
                List.of());
        var cells = new HashMap<SortedMap<String, String>, double[]>();
        if (evaluation.series(query) instanceof SeriesResult.Series series) {
            for (var line : series.lines()) {
                cells.put(
                        line.members(),
                        line.cells().stream()
                                .mapToDouble(cell -> cell.value() == null ? Double.NaN : cell.value())
                                .toArray());
            }
        }
        return new Before(own, season, low, cells);
    }

    /** The cells of the last season, read again and again. */
    private final class Before implements FutureCells.Pattern {
        private final Grain own;
        private final int season;
        private final int low;
        private final Map<SortedMap<String, String>, double[]> cells;

        Before(Grain own, int season, int low, Map<SortedMap<String, String>, double[]> cells) {
            this.own = own;
            this.season = season;
            this.low = low;
            this.cells = cells;
        }

        double largest() {
            return cells.values().stream()
                    .flatMapToDouble(Arrays::stream)
                    .filter(Double::isFinite)
                    .map(Math::abs)
                    .max()
                    .orElse(0);
        }

        /** By the place within the period; the last cell stands for those that the earlier period did not have. */
        @Override
        public double part(int period, int ordinal, SortedMap<String, String> members) {
            var line = cells.get(members);
            if (line == null) {
                return Double.NaN;
            }
            var model = first.ordinal() - season + period % season;
            var place = ordinal - calendar.firstOrdinalWithin(first.grain(), first.ordinal() + period, own);
            var from = calendar.firstOrdinalWithin(first.grain(), model, own);
            var until = calendar.lastOrdinalWithin(first.grain(), model, own);
            return line[Math.min(from + place, until) - low];
        }
    }
}
