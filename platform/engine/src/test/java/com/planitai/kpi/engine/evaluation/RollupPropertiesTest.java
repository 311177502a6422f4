package com.planitai.kpi.engine.evaluation;

import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * Random worlds with holes, summed and searched a second time cell by cell. No value is below 1, so that a missing cell
 * taken for zero shows in every sum, mean and extreme.
 */
class RollupPropertiesTest {
    private static final int WORLDS = 60;
    private static final double TOLERANCE = 1e-9;
    private static final List<String> DIMENSIONS = List.of("channel", "device", "region");
    private static final List<String> MEMBERS = List.of("one", "two", "three");
    private static final LocalDate FIRST = LocalDate.of(2024, 11, 20);
    private static final int DAYS = 160;
    private static final List<Rollup> OVER_TIME = List.of(
            Rollup.SUM, Rollup.AVERAGE, Rollup.MIN, Rollup.MAX, Rollup.FIRST, Rollup.LAST, Rollup.LAST_NON_EMPTY);
    private static final List<Rollup> OVER_MEMBERS = List.of(Rollup.SUM, Rollup.AVERAGE, Rollup.MIN, Rollup.MAX);

    /** One observation; the day is the one that decides where its period belongs: of a week the Thursday. */
    private record Observed(LocalDate day, String period, SortedMap<String, String> members, double value) {}

    private record Asked(Grain grain, List<String> grouping, List<MemberFilter> where) {
        boolean takes(Observed observed) {
            return where.stream()
                    .allMatch(filter ->
                            filter.members().contains(observed.members().getOrDefault(filter.dimension(), "")));
        }
    }

    @Test
    void rollingUpThenGroupingIsGroupingThenRollingUp() {
        for (var seed = 0; seed < WORLDS; seed++) {
            var random = new Random(seed);
            var dimensions = someOf(random, DIMENSIONS);
            var grain = random.nextBoolean() ? Grain.DAY : Grain.WEEK;
            var observed = observed(random, grain, dimensions);
            var world = world(
                    observed,
                    input("a", NUMBER).grain(grain).rollup(Rollup.SUM).by(dimensions.toArray(String[]::new)),
                    formula("linear", NUMBER, "3 * a - a / 2").grain(grain));
            var asked = asked(random, grain, dimensions);
            var expected = expected(observed, asked, Rollup.SUM, Rollup.SUM);

            assertCells(world, "a", asked, expected, 1);
            assertCells(world, "linear", asked, expected, 2.5);
            assertTotals(world, asked, new Asked(asked.grain(), dimensions, asked.where()));
            assertTotals(world, asked, new Asked(grain, asked.grouping(), asked.where()));
        }
    }

    @Test
    void noRollupTakesMissingForZero() {
        for (var seed = 0; seed < WORLDS; seed++) {
            var random = new Random(seed);
            var dimensions = someOf(random, DIMENSIONS);
            var grain = random.nextBoolean() ? Grain.DAY : Grain.WEEK;
            var observed = observed(random, grain, dimensions);
            var overTime = OVER_TIME.get(seed % OVER_TIME.size());
            var overMembers = OVER_MEMBERS.get(random.nextInt(OVER_MEMBERS.size()));
            var world = world(
                    observed,
                    input("a", NUMBER)
                            .grain(grain)
                            .rollup(overTime)
                            .memberRollup(overMembers)
                            .by(dimensions.toArray(String[]::new)));
            var asked = asked(random, grain, dimensions);

            assertCells(world, "a", asked, expected(observed, asked, overTime, overMembers), 1);
        }
    }

    @Test
    void noWindowTakesMissingForZero() {
        for (var seed = 0; seed < WORLDS / 4; seed++) {
            var random = new Random(seed);
            var observed = observed(random, Grain.DAY, List.of("region"));
            var world = world(
                    observed,
                    input("a", NUMBER).grain(Grain.DAY).rollup(Rollup.SUM).by("region"),
                    formula("sum", NUMBER, "rolling_sum(a, 3)").grain(Grain.DAY),
                    formula("mean", NUMBER, "rolling_avg(a, 5)").grain(Grain.DAY),
                    formula("date", NUMBER, "to_date(a, MONTH)").grain(Grain.DAY),
                    formula("least", NUMBER, "min(sum, mean, date)").grain(Grain.DAY));
            for (var kpi : List.of("sum", "mean", "date", "least")) {
                for (var line : lines(world, kpi, new Asked(Grain.DAY, List.of("region"), List.of()))) {
                    assertThat(line.cells())
                            .extracting(Cell::value)
                            .filteredOn(Objects::nonNull)
                            .isNotEmpty()
                            .allMatch(value -> value >= 1);
                }
            }
        }
    }

    private static List<Observed> observed(Random random, Grain grain, List<String> dimensions) {
        var observed = new ArrayList<Observed>();
        for (var combination : combinations(dimensions)) {
            for (var day = FIRST; day.isBefore(FIRST.plusDays(DAYS)); day = day.plusDays(grain == Grain.DAY ? 1 : 7)) {
                if (random.nextInt(dimensions.size() + 2) == 0) {
                    var decisive = grain == Grain.DAY
                            ? day
                            : day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                                    .plusDays(3);
                    observed.add(
                            new Observed(decisive, label(grain, decisive), combination, 1 + random.nextInt(99) / 8.0));
                }
            }
        }
        return observed;
    }

    private static List<SortedMap<String, String>> combinations(List<String> dimensions) {
        var combinations = List.<SortedMap<String, String>>of(new TreeMap<>());
        for (var dimension : dimensions) {
            var longer = new ArrayList<SortedMap<String, String>>();
            for (var combination : combinations) {
                for (var member : MEMBERS) {
                    var more = new TreeMap<>(combination);
                    more.put(dimension, member);
                    longer.add(more);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private static World world(List<Observed> observed, Kpis... kpis) {
        var world = new World(kpis);
        for (var each : observed) {
            world.put(
                    "a",
                    each.period(),
                    each.value(),
                    each.members().entrySet().stream()
                            .map(member -> member.getKey() + ":" + member.getValue())
                            .toArray(String[]::new));
        }
        return world;
    }

    private static Asked asked(Random random, Grain finest, List<String> dimensions) {
        var grains = new ArrayList<>(List.of(Grain.MONTH, Grain.QUARTER, Grain.YEAR, finest));
        if (finest == Grain.DAY) {
            grains.add(Grain.WEEK);
        }
        var filters = someOf(random, dimensions).stream()
                .filter(dimension -> random.nextBoolean())
                .map(dimension -> new MemberFilter(dimension, Set.copyOf(someOf(random, MEMBERS))))
                .toList();
        return new Asked(
                grains.get(random.nextInt(grains.size())),
                dimensions.stream().filter(dimension -> random.nextBoolean()).toList(),
                filters);
    }

    /** Members and period of each cell that has a value → the value. */
    private static Map<String, Double> expected(
            List<Observed> observed, Asked asked, Rollup overTime, Rollup overMembers) {
        var cells = new TreeMap<String, TreeMap<String, TreeMap<LocalDate, List<Double>>>>();
        for (var each : observed) {
            if (asked.takes(each)) {
                cells.computeIfAbsent(grouped(each.members(), asked.grouping()).toString(), key -> new TreeMap<>())
                        .computeIfAbsent(label(asked.grain(), each.day()), key -> new TreeMap<>())
                        .computeIfAbsent(each.day(), key -> new ArrayList<>())
                        .add(each.value());
            }
        }
        var finest = observed.stream().map(Observed::period).anyMatch(period -> period.contains("W"))
                ? Grain.WEEK
                : Grain.DAY;
        var expected = new TreeMap<String, Double>();
        cells.forEach((members, periods) -> periods.forEach((period, days) -> {
            var byDay = new TreeMap<LocalDate, Double>();
            days.forEach((day, values) ->
                    byDay.put(day, rolledUp(overMembers, values).orElseThrow()));
            overTime(overTime, finest, asked.grain(), period, byDay)
                    .ifPresent(value -> expected.put(members + period, value));
        }));
        return expected;
    }

    private static OptionalDouble overTime(
            Rollup rollup, Grain finest, Grain grain, String period, NavigableMap<LocalDate, Double> byDay) {
        var step = finest == Grain.DAY ? 1 : 7;
        return switch (rollup) {
            case FIRST -> atEdge(byDay, byDay.firstKey().minusDays(step), grain, period);
            case LAST -> atEdge(byDay.descendingMap(), byDay.lastKey().plusDays(step), grain, period);
            case LAST_NON_EMPTY -> OptionalDouble.of(first(byDay.descendingMap()));
            default -> rolledUp(rollup, byDay.values());
        };
    }

    /** The first value, if the day beyond it is of another period. */
    private static OptionalDouble atEdge(
            SequencedMap<LocalDate, Double> byDay, LocalDate beyond, Grain grain, String period) {
        return label(grain, beyond).equals(period) ? OptionalDouble.empty() : OptionalDouble.of(first(byDay));
    }

    private static double first(SequencedMap<LocalDate, Double> byDay) {
        return byDay.sequencedValues().getFirst();
    }

    private static OptionalDouble rolledUp(Rollup rollup, Iterable<Double> values) {
        var numbers = DoubleStream.builder();
        values.forEach(numbers::add);
        return switch (rollup) {
            case SUM -> OptionalDouble.of(numbers.build().sum());
            case AVERAGE -> numbers.build().average();
            case MIN -> numbers.build().min();
            case MAX -> numbers.build().max();
            default -> throw new IllegalArgumentException("expected a rollup without order, got " + rollup);
        };
    }

    private static void assertCells(World world, String kpi, Asked asked, Map<String, Double> expected, double factor) {
        var unseen = new TreeSet<>(expected.keySet());
        for (var line : lines(world, kpi, asked)) {
            for (var index = 0; index < line.cells().size(); index++) {
                var key = line.members().toString()
                        + Period.parse(from(asked.grain())).orElseThrow().plus(index);
                var value = line.cells().get(index).value();
                var wanted = expected.get(key);
                assertThat(value == null).as("%s of %s in %s", key, kpi, asked).isEqualTo(wanted == null);
                if (value != null && wanted != null) {
                    assertThat(value).as(key).isCloseTo(wanted * factor, within(TOLERANCE * Math.abs(wanted * factor)));
                }
                unseen.remove(key);
            }
        }
        assertThat(unseen).isEmpty();
    }

    /** What is asked in more detail adds up to what was asked. */
    private static void assertTotals(World world, Asked asked, Asked detailed) {
        var totals = new TreeMap<String, Double>();
        for (var line : lines(world, "a", detailed)) {
            for (var index = 0; index < line.cells().size(); index++) {
                var value = line.cells().get(index).value();
                if (value != null) {
                    var period =
                            Period.parse(from(detailed.grain())).orElseThrow().plus(index);
                    var day = World.CALENDAR.firstDay(period).plusDays(detailed.grain() == Grain.WEEK ? 3 : 0);
                    totals.merge(
                            grouped(line.members(), asked.grouping()) + label(asked.grain(), day), value, Double::sum);
                }
            }
        }
        assertCells(world, "a", asked, totals, 1);
    }

    private static List<SeriesLine> lines(World world, String kpi, Asked asked) {
        return world.series(
                        kpi,
                        from(asked.grain()),
                        label(asked.grain(), FIRST.plusDays(DAYS + 10)),
                        "actual",
                        asked.grouping(),
                        asked.where().toArray(MemberFilter[]::new))
                .lines();
    }

    private static String from(Grain grain) {
        return label(grain, FIRST.minusDays(10));
    }

    private static SortedMap<String, String> grouped(Map<String, String> members, List<String> grouping) {
        var grouped = new TreeMap<>(members);
        grouped.keySet().retainAll(grouping);
        return grouped;
    }

    private static String label(Grain grain, LocalDate day) {
        return switch (grain) {
            case DAY -> day.toString();
            case WEEK ->
                "%d-W%02d".formatted(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case MONTH -> day.toString().substring(0, 7);
            case QUARTER -> "%d-Q%d".formatted(day.getYear(), day.get(IsoFields.QUARTER_OF_YEAR));
            case YEAR -> Integer.toString(day.getYear());
        };
    }

    /** At least one, in their order. */
    private static List<String> someOf(Random random, List<String> all) {
        var sure = random.nextInt(all.size());
        var some = new ArrayList<String>();
        for (var index = 0; index < all.size(); index++) {
            if (index == sure || random.nextBoolean()) {
                some.add(all.get(index));
            }
        }
        return some;
    }
}
