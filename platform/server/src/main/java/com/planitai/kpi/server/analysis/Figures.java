package com.planitai.kpi.server.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.fact.FactKind;
import com.planitai.kpi.engine.fact.FactList;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.engine.unit.UnitType;
import com.planitai.kpi.server.kpi.UnitDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The numbers of one answer, each noted as a fact whose id stands beside it. Belongs to one thread. */
final class Figures {
    static final Unit PLAIN = Unit.of(UnitType.NUMBER);
    static final Unit SHARE = Unit.of(UnitType.PERCENT);

    private final KpiGraph graph;
    private final FactList list = new FactList();

    Figures(KpiGraph graph) {
        this.graph = graph;
    }

    Unit unit(KpiCode kpi) {
        return graph.definition(kpi).unit();
    }

    Entry entry(KpiCode kpi, Period period, String scenario) {
        return entry(kpi, period, scenario, new TreeMap<>());
    }

    Entry entry(KpiCode kpi, Period period, String scenario, SortedMap<String, String> members) {
        return new Entry(new Subject(kpi, period, scenario, members));
    }

    /** Schema {@code Fact}, in the order of their numbers. */
    List<Map<String, Object>> wire() {
        List<Map<String, Object>> facts = new ArrayList<>();
        Map<Unit, ObjectNode> units = new HashMap<>();
        list.facts().forEach(fact -> {
            Map<String, Object> wire = new LinkedHashMap<>();
            wire.put("id", fact.id());
            wire.put("kpi", fact.kpi().value());
            wire.put("period", fact.period().toString());
            wire.put("scenario", fact.scenario());
            wire.put("members", fact.members());
            wire.put("kind", fact.kind().name());
            wire.put("value", fact.value());
            wire.put("unit", units.computeIfAbsent(fact.unit(), UnitDocument::write));
            facts.add(wire);
        });
        return facts;
    }

    /** What a number is of. */
    record Subject(KpiCode kpi, Period period, String scenario, SortedMap<String, String> members) {
        Subject(KpiCode kpi, Period period, String scenario) {
            this(kpi, period, scenario, new TreeMap<>());
        }

        Subject in(Period other) {
            return new Subject(kpi, other, scenario, members);
        }
    }

    /** One entry of an answer: of one KPI in one period, its numbers by field and under {@code factIds} their ids by field. */
    final class Entry {
        private final Subject subject;
        private final Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        private final Map<String, @Nullable Object> ids = new LinkedHashMap<>();

        private Entry(Subject subject) {
            this.subject = subject;
        }

        /** What is no number. */
        Entry with(String field, @Nullable Object value) {
            wire.put(field, value);
            return this;
        }

        Entry number(String field, FactKind kind, @Nullable Double value, Unit unit) {
            return number(field, kind, value, unit, subject);
        }

        /** A number of something else, such as of what is compared with. */
        Entry number(String field, FactKind kind, @Nullable Double value, Unit unit, Subject other) {
            wire.put(field, present(value));
            ids.put(field, note(other, kind, value, unit));
            return this;
        }

        /** One number a period. */
        Entry numbers(String field, FactKind kind, List<Period> periods, double[] values, Unit unit) {
            List<@Nullable Double> numbers = new ArrayList<>();
            List<@Nullable String> noted = new ArrayList<>();
            for (int index = 0; index < values.length; index++) {
                numbers.add(present(values[index]));
                noted.add(note(subject.in(periods.get(index)), kind, values[index], unit));
            }
            wire.put(field, numbers);
            ids.put(field, noted);
            return this;
        }

        /** An interval. */
        Entry bounds(String field, FactKind lowerKind, double lower, FactKind upperKind, double upper, Unit unit) {
            wire.put(field, Arrays.asList(present(lower), present(upper)));
            ids.put(field, Arrays.asList(note(subject, lowerKind, lower, unit), note(subject, upperKind, upper, unit)));
            return this;
        }

        Map<String, @Nullable Object> wire() {
            if (!ids.isEmpty()) {
                wire.put("factIds", ids);
            }
            return wire;
        }

        private @Nullable Double present(@Nullable Double value) {
            return value == null || !Double.isFinite(value) ? null : value;
        }

        private @Nullable String note(Subject of, FactKind kind, @Nullable Double value, Unit unit) {
            return value == null || !Double.isFinite(value)
                    ? null
                    : list.note(of.kpi(), of.period(), of.members(), of.scenario(), kind, value, unit)
                            .id();
        }
    }
}
