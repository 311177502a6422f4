package com.planitai.kpi.engine.outlook;

import static com.planitai.kpi.engine.Kpis.COUNT;
import static com.planitai.kpi.engine.Kpis.KRW;
import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.PERCENT;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.Kpis.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.evaluation.CompiledGraph;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.ObservationTable;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.Missing;
import com.planitai.kpi.engine.model.MissingPolicy;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.statistics.forecast.ForecastPoint;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.time.YearNaming;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Now is the middle of December 2026 in Seoul, so that November is the last complete month. */
class TreeForecastTest {
    private static final FiscalCalendar CALENDAR =
            new FiscalCalendar(ZoneId.of("Asia/Seoul"), Month.JANUARY, YearNaming.STARTS_IN);
    private static final Instant NOW = Instant.parse("2026-12-15T03:00:00Z");
    private static final int MONTHS = 40;
    private static final int HORIZON = 6;
    private static final double EXACT = 1e-9;

    private final ObservationTable.Builder observations = ObservationTable.builder();

    @Test
    void isTheFormulaOverTheForecastsOfItsInputs() {
        putLine("orders", 1_000, 12);
        putLine("price", 30, 0.2);
        putLine("visits", 20_000, 90);
        var forecasts = run(
                "score",
                input("orders", COUNT),
                input("visits", COUNT),
                input("price", KRW).rollup(Rollup.AVERAGE),
                formula("revenue", KRW, "orders * price"),
                formula("rate", PERCENT, "orders / visits"),
                formula("score", KRW, "revenue * rate"));

        for (var step = 0; step < HORIZON; step++) {
            var orders = mean(forecasts, "orders", step);
            var revenue = orders * mean(forecasts, "price", step);
            assertThat(mean(forecasts, "revenue", step)).isCloseTo(revenue, within(EXACT * revenue));
            assertThat(mean(forecasts, "rate", step))
                    .isCloseTo(orders / mean(forecasts, "visits", step), within(EXACT));
            assertThat(mean(forecasts, "score", step))
                    .isCloseTo(revenue * mean(forecasts, "rate", step), within(EXACT * revenue));
        }
        assertThat(forecasted(forecasts, "revenue").model()).isEqualTo(KpiForecast.FORMULA);
        assertThat(forecasted(forecasts, "revenue").backtest()).isNotNull();
        assertThat(forecasted(forecasts, "orders").model()).startsWith("ETS(");
    }

    @Test
    void givesIntervalsThatHoldEachOtherAndWidenForASumByLessThanItsPartsDo() {
        putLine("one", 1_000, 5);
        putLine("two", 1_500, -3);
        var forecasts = run("both", input("one", COUNT), input("two", COUNT), formula("both", COUNT, "one + two"));

        var point = points(forecasts, "both").get(2);
        assertThat(List.of(point.lower95(), point.lower80(), point.mean(), point.upper80(), point.upper95()))
                .isSorted();
        assertThat(width(point))
                .isLessThan(width(points(forecasts, "one").get(2))
                        + width(points(forecasts, "two").get(2)))
                .isGreaterThan(width(points(forecasts, "one").get(2)) / 2);
    }

    @Test
    void sharesAValueOutToMembersAsTheyWereASeasonBefore() {
        for (var month = 0; month < MONTHS; month++) {
            put("orders", month, 900 + 5 * month + noise(month), "region", "kr");
            put("orders", month, 100 + noise(month + 7), "region", "jp");
            put("price", month, 10, "region", "kr");
            put("price", month, 1_000, "region", "jp");
        }
        var forecasts = run(
                "revenue",
                input("orders", COUNT).by("region").memberRollup(Rollup.SUM),
                input("price", KRW).by("region").rollup(Rollup.AVERAGE).memberRollup(Rollup.AVERAGE),
                formula("revenue", KRW, "orders * price").memberRollup(Rollup.SUM));

        // December 2025 is the 29th month of the history: its mix holds for December 2026.
        var kr = 900 + 5 * 28 + noise(28);
        var jp = 100 + noise(35);
        var orders = mean(forecasts, "orders", 0);
        var price = mean(forecasts, "price", 0) / 505;
        assertThat(mean(forecasts, "revenue", 0))
                .isCloseTo(orders * price * (kr * 10 + jp * 1_000) / (kr + jp), within(1e-6 * orders));
    }

    @Test
    void sharesAMonthOutToItsDaysSoThatTheDaysComeToIt() {
        var first = LocalDate.parse("2023-08-01").toEpochDay();
        var end = LocalDate.parse("2026-12-01").toEpochDay();
        for (var day = (int) first; day < end; day++) {
            observations.put(new KpiCode("orders"), "actual", new TreeMap<>(), day, 10 + noise(day) / 10);
            observations.put(new KpiCode("price"), "actual", new TreeMap<>(), day, 3);
        }
        var forecasts = run(
                "revenue",
                input("orders", COUNT).grain(Grain.DAY),
                input("price", KRW).grain(Grain.DAY).rollup(Rollup.AVERAGE),
                formula("revenue", KRW, "orders * price").grain(Grain.DAY).rollup(Rollup.SUM));

        for (var step = 0; step < HORIZON; step++) {
            var revenue = mean(forecasts, "orders", step) * mean(forecasts, "price", step);
            assertThat(mean(forecasts, "revenue", step)).isCloseTo(revenue, within(1e-6 * revenue));
        }
    }

    @Test
    void looksAtNothingThatHappenedAfterTheLastCompletePeriod() {
        var kpis = new Kpis[] {input("orders", COUNT), formula("twice", COUNT, "orders * 2")};
        putLine("orders", 1_000, 12);
        var before = run("twice", kpis);
        put("orders", MONTHS, 1_000_000);
        var evaluation = evaluation(kpis);
        var after = run(evaluation, "twice");

        assertThat(after.toString()).isEqualTo(before.toString());
        var actual = Histories.read(evaluation, month(MONTHS), List.of(new KpiCode("twice")))
                .of(new KpiCode("twice"))
                .values();
        assertThat(actual[MONTHS]).isEqualTo(2_000_000);
    }

    @Test
    void namesTheInputsThatLackHistory() {
        putLine("orders", 1_000, 12);
        put("price", MONTHS - 1, 30);
        var forecasts = run(
                "revenue",
                input("orders", COUNT),
                input("price", KRW).rollup(Rollup.AVERAGE),
                input("never", COUNT),
                formula("revenue", KRW, "orders * price + 0 * never * price"));

        assertThat(forecasts.get(new KpiCode("revenue")))
                .isEqualTo(new KpiForecast.InsufficientHistory(
                        List.of(new KpiCode("never"), new KpiCode("price")), 28, 0));
        assertThat(forecasts.get(new KpiCode("orders"))).isInstanceOf(KpiForecast.Forecasted.class);
    }

    @Test
    void namesTheKpisThatHaveNoValuesBySuchShortPeriods() {
        putLine("orders", 1_000, 12);
        observations.put(new KpiCode("staff"), "actual", new TreeMap<>(), 2025, 7);
        var forecasts = run(
                "all",
                input("orders", COUNT),
                input("staff", COUNT).grain(Grain.YEAR),
                formula("yearly", COUNT, "staff * 2").grain(Grain.YEAR),
                formula("all", NUMBER, "orders"));
        assertThat(forecasts).doesNotContainKey(new KpiCode("staff"));

        var evaluation = evaluation(
                input("staff", COUNT).grain(Grain.YEAR),
                formula("yearly", COUNT, "staff * 2").grain(Grain.YEAR));
        assertThat(run(evaluation, "yearly").get(new KpiCode("yearly")))
                .isEqualTo(new KpiForecast.FinerThanGrain(List.of(new KpiCode("yearly"))));
    }

    @Test
    void beginsWhereSomethingWasObservedAndEndsWhereTheLastPeriodEnds() {
        put("orders", 3, 5);
        put("orders", 5, 7);
        var evaluation = evaluation(
                input("orders", COUNT).missing(new Missing(MissingPolicy.ZERO, 0)),
                formula("twice", COUNT, "orders * 2"));
        var last = Histories.lastComplete(evaluation, month(MONTHS + 5), NOW).orElseThrow();
        var history = Histories.read(evaluation, last, List.of(new KpiCode("twice")));

        assertThat(last).isEqualTo(month(MONTHS - 1));
        assertThat(history.of(new KpiCode("twice")).first()).isEqualTo(month(3));
        assertThat(history.of(new KpiCode("twice")).values())
                .startsWith(10, 0, 14)
                .hasSize(MONTHS - 3);
    }

    @Test
    void tellsOfEachStepAndStopsWhenToldTo() {
        putLine("orders", 1_000, 12);
        var evaluation = evaluation(input("orders", COUNT), formula("twice", COUNT, "orders * 2"));
        var histories = histories(evaluation, "twice");
        var steps = new AtomicInteger();
        new TreeForecast(evaluation, histories, HORIZON, steps::incrementAndGet).run();

        assertThat(steps.get()).isEqualTo(TreeForecast.steps(histories));
        assertThatThrownBy(() -> new TreeForecast(evaluation, histories, HORIZON, () -> {
                            throw new IllegalStateException("stop");
                        })
                        .run())
                .hasMessage("stop");
    }

    private Map<KpiCode, KpiForecast> run(String root, Kpis... kpis) {
        return run(evaluation(kpis), root);
    }

    private static Map<KpiCode, KpiForecast> run(Evaluation evaluation, String root) {
        return new TreeForecast(evaluation, histories(evaluation, root), HORIZON, () -> {}).run();
    }

    private static Histories histories(Evaluation evaluation, String root) {
        return Histories.read(evaluation, month(MONTHS - 1), List.of(new KpiCode(root)));
    }

    private Evaluation evaluation(Kpis... kpis) {
        return new CompiledGraph(Kpis.graph(kpis), CALENDAR).evaluation(observations.build(), NOW);
    }

    /** A line with noise, the same at every run. */
    private void putLine(String kpi, double from, double slope) {
        for (var month = 0; month < MONTHS; month++) {
            put(kpi, month, from + slope * month + from / 1_000 * noise(month + kpi.hashCode() % 50));
        }
    }

    private void put(String kpi, int month, double value, String... member) {
        var members = new TreeMap<String, String>();
        if (member.length > 0) {
            members.put(member[0], member[1]);
        }
        observations.put(new KpiCode(kpi), "actual", members, month(month).ordinal(), value);
    }

    private static double noise(int seed) {
        return 10 * Math.sin(seed * 12.9898) + 5 * Math.cos(seed * 78.233);
    }

    private static Period month(int index) {
        return Period.parse("2023-08").orElseThrow().plus(index);
    }

    private static KpiForecast.Forecasted forecasted(Map<KpiCode, KpiForecast> forecasts, String kpi) {
        return (KpiForecast.Forecasted) Objects.requireNonNull(forecasts.get(new KpiCode(kpi)), kpi);
    }

    private static List<ForecastPoint> points(Map<KpiCode, KpiForecast> forecasts, String kpi) {
        return forecasted(forecasts, kpi).points();
    }

    private static double mean(Map<KpiCode, KpiForecast> forecasts, String kpi, int step) {
        return points(forecasts, kpi).get(step).mean();
    }

    private static double width(ForecastPoint point) {
        return point.upper95() - point.lower95();
    }
}
