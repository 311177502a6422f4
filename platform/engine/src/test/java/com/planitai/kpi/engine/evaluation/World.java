package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.Kpis;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.time.YearNaming;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A graph, observations and a calendar, as tests want to write them. Now is the middle of December 2026 in Seoul. */
final class World {
    static final FiscalCalendar CALENDAR =
            new FiscalCalendar(ZoneId.of("Asia/Seoul"), Month.JANUARY, YearNaming.STARTS_IN);
    static final Instant NOW = Instant.parse("2026-12-15T03:00:00Z");

    private final KpiGraph graph;
    private final ObservationTable.Builder observations = ObservationTable.builder();

    World(Kpis... kpis) {
        this.graph = Kpis.graph(kpis);
    }

    KpiGraph graph() {
        return graph;
    }

    World put(String kpi, String period, double value, String... members) {
        return put("actual", kpi, period, value, members);
    }

    World plan(String kpi, String period, double value, String... members) {
        return put("plan", kpi, period, value, members);
    }

    /** With the day on which the value replaced another. */
    World changed(String scenario, String kpi, String period, double value, String day, String... members) {
        observations.put(
                new KpiCode(kpi),
                scenario,
                combination(members),
                period(period).ordinal(),
                value,
                period(day).ordinal());
        return this;
    }

    private World put(String scenario, String kpi, String period, double value, String... members) {
        observations.put(
                new KpiCode(kpi), scenario, combination(members), period(period).ordinal(), value);
        return this;
    }

    private static SortedMap<String, String> combination(String... members) {
        var combination = new TreeMap<String, String>();
        for (var member : members) {
            combination.put(member.split(":", 2)[0], member.split(":", 2)[1]);
        }
        return combination;
    }

    Evaluation evaluation() {
        return new CompiledGraph(graph, CALENDAR).evaluation(observations.build(), NOW);
    }

    SeriesResult result(
            String kpi, String from, String to, String scenario, List<String> groupBy, MemberFilter... where) {
        return evaluation()
                .series(new SeriesQuery(new KpiCode(kpi), period(from), period(to), scenario, groupBy, List.of(where)));
    }

    SeriesResult.Series series(
            String kpi, String from, String to, String scenario, List<String> groupBy, MemberFilter... where) {
        return (SeriesResult.Series) result(kpi, from, to, scenario, groupBy, where);
    }

    List<Cell> cells(String kpi, String from, String to) {
        return series(kpi, from, to, "actual", List.of()).lines().getFirst().cells();
    }

    Cell cell(String kpi, String period, MemberFilter... where) {
        return cellOf("actual", kpi, period, where);
    }

    Cell cellOf(String scenario, String kpi, String period, MemberFilter... where) {
        return series(kpi, period, period, scenario, List.of(), where)
                .lines()
                .getFirst()
                .cells()
                .getFirst();
    }

    TreeResult.Tree tree(String root, String period, String... compare) {
        return (TreeResult.Tree) evaluation()
                .tree(new TreeQuery(
                        new KpiCode(root), List.of(), period(period), "actual", Arrays.asList(compare), List.of()));
    }

    static TreeNode node(TreeResult.Tree tree, String kpi) {
        return tree.nodes().stream()
                .filter(node -> node.kpi().value().equals(kpi))
                .findFirst()
                .orElseThrow();
    }

    static MemberFilter only(String dimension, String... members) {
        return new MemberFilter(dimension, Set.of(members));
    }

    static Period period(String label) {
        return Period.parse(label).orElseThrow();
    }
}
