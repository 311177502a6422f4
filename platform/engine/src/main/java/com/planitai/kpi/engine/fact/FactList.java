package com.planitai.kpi.engine.fact;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.unit.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Numbers the figures of one analysis in the order in which they are first noted; the same figure noted again keeps its
 * number, so that sections may share it. Not safe for several threads.
 */
public final class FactList {
    private static final String PREFIX = "f";

    private final Map<Figure, Fact> facts = new LinkedHashMap<>();

    /** A fact without its number. */
    private record Figure(
            KpiCode kpi,
            Period period,
            SortedMap<String, String> members,
            String scenario,
            FactKind kind,
            double value,
            Unit unit) {}

    /**
     * The fact of this figure.
     *
     * @throws IllegalArgumentException when the value is not finite: what is missing is no fact
     */
    public Fact note(
            KpiCode kpi,
            Period period,
            SortedMap<String, String> members,
            String scenario,
            FactKind kind,
            double value,
            Unit unit) {
        var fact = new Fact(PREFIX + (facts.size() + 1), kpi, period, members, scenario, kind, value, unit);
        var figure = new Figure(kpi, period, fact.members(), scenario, kind, value, unit);
        var known = facts.putIfAbsent(figure, fact);
        return known == null ? fact : known;
    }

    /** In the order of their numbers. */
    public List<Fact> facts() {
        return List.copyOf(facts.values());
    }
}
