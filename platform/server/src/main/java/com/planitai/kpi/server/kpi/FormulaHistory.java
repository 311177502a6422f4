package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.model.DatedFormula;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which of a KPI's formulas holds when: in documents, in patches and for the engine. */
final class FormulaHistory {
    private static final String FORMULA = "formula";
    private static final String FROM = "effectiveFrom";
    private static final String EARLIER = "earlierFormulas";

    private FormulaHistory() {}

    /** As the engine reads them; a date without anything before it is ignored, for it is refused elsewhere. */
    static List<DatedFormula> dated(KpiDeclaration kpi) {
        String formula = kpi.formula();
        if (formula == null) {
            return List.of();
        }
        List<DatedFormula> dated = new ArrayList<>();
        kpi.earlierFormulas()
                .forEach(earlier -> dated.add(new DatedFormula(ordinal(earlier.effectiveFrom()), earlier.formula())));
        dated.add(new DatedFormula(dated.isEmpty() ? DatedFormula.ALWAYS : ordinal(kpi.effectiveFrom()), formula));
        return dated;
    }

    /** Where only a date was said: with what held before that date until now. */
    static KpiDeclaration following(KpiDeclaration kpi, @Nullable KpiDeclaration before) {
        Period from = kpi.effectiveFrom();
        if (!isIncomplete(kpi) || from == null || before == null || before.formula() == null) {
            return kpi;
        }
        List<EarlierFormula> earlier = new ArrayList<>(before.earlierFormulas());
        earlier.add(new EarlierFormula(Objects.requireNonNull(before.formula()), before.effectiveFrom()));
        earlier.removeIf(formula -> formula.effectiveFrom() != null && !isBefore(formula.effectiveFrom(), from));
        return kpi.withEarlierFormulas(earlier);
    }

    /** Whether the KPI has a date from which its formula holds, and nothing that held before. */
    static boolean isIncomplete(KpiDeclaration kpi) {
        return kpi.effectiveFrom() != null && kpi.earlierFormulas().isEmpty();
    }

    /**
     * What a patch is to be merged into. A new formula replaces all others, or with a date only those from there on; a date
     * alone moves the present formula.
     */
    static ObjectNode base(ObjectNode document, ObjectNode patch) {
        ObjectNode base = document.deepCopy();
        boolean formulaChanges = patch.has(FORMULA) && !patch.path(FORMULA).equals(document.path(FORMULA));
        boolean dateGoes = patch.path(FROM).isNull();
        if ((formulaChanges || dateGoes) && !patch.has(EARLIER)) {
            base.remove(List.of(FROM, EARLIER));
        }
        return base;
    }

    static void write(ObjectNode document, KpiDeclaration kpi) {
        Period from = kpi.effectiveFrom();
        if (from != null) {
            document.put(FROM, from.toString());
        }
        if (!kpi.earlierFormulas().isEmpty()) {
            document.set(EARLIER, write(kpi.earlierFormulas()));
        }
    }

    static ArrayNode write(List<EarlierFormula> formulas) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (EarlierFormula formula : formulas) {
            ObjectNode node = array.addObject().put(FORMULA, formula.formula());
            Period from = formula.effectiveFrom();
            if (from != null) {
                node.put(FROM, from.toString());
            }
        }
        return array;
    }

    static @Nullable Period effectiveFrom(JsonNode document, String pointer, List<Fault> faults) {
        Grain grain = Grain.valueOf(document.path("grain").asText());
        Period from = period(document, grain, pointer, faults);
        if (from != null && !document.hasNonNull(FORMULA)) {
            faults.add(Fault.at(pointer + '/' + FROM, "EFFECTIVE_FROM_WITHOUT_FORMULA"));
        }
        return from;
    }

    static List<EarlierFormula> earlier(JsonNode document, String pointer, List<Fault> faults) {
        JsonNode array = document.path(EARLIER);
        Grain grain = Grain.valueOf(document.path("grain").asText());
        int before = faults.size();
        List<EarlierFormula> formulas = readEarlier(array, grain, pointer + '/' + EARLIER, faults);
        if (!formulas.isEmpty() && !document.hasNonNull(FROM)) {
            faults.add(Fault.at(pointer + '/' + FROM, "EFFECTIVE_FROM_MISSING"));
        }
        if (faults.size() == before) {
            Period last = Period.parse(document.path(FROM).asText()).orElse(null);
            requireOrder(formulas, last, pointer + '/' + EARLIER, faults);
        }
        return formulas;
    }

    /** Reads what {@link #write(List)} wrote. */
    static List<EarlierFormula> readSaved(JsonNode array, Grain grain) {
        List<Fault> faults = new ArrayList<>();
        List<EarlierFormula> formulas = readEarlier(array, grain, "", faults);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("saved formulas that cannot be read: " + faults);
        }
        return formulas;
    }

    private static List<EarlierFormula> readEarlier(JsonNode array, Grain grain, String pointer, List<Fault> faults) {
        List<EarlierFormula> formulas = new ArrayList<>();
        for (JsonNode item : array) {
            String place = pointer + '/' + formulas.size();
            formulas.add(new EarlierFormula(item.path(FORMULA).asText(), period(item, grain, place, faults)));
        }
        return formulas;
    }

    private static void requireOrder(
            List<EarlierFormula> formulas, @Nullable Period last, String pointer, List<Fault> faults) {
        for (int i = 0; i < formulas.size(); i++) {
            Period from = formulas.get(i).effectiveFrom();
            Period next = i + 1 < formulas.size() ? formulas.get(i + 1).effectiveFrom() : last;
            if ((i == 0) != (from == null)) {
                faults.add(
                        Fault.at(pointer + '/' + i + '/' + FROM, i == 0 ? "FIRST_FORMULA_DATED" : "FORMULA_UNDATED"));
            } else if (from != null && next != null && !isBefore(from, next)) {
                faults.add(Fault.at(
                        pointer + '/' + i + '/' + FROM,
                        "FORMULAS_NOT_BY_DATE",
                        Map.of("value", from.toString(), "next", next.toString())));
            }
        }
    }

    private static @Nullable Period period(JsonNode node, Grain grain, String pointer, List<Fault> faults) {
        if (!node.hasNonNull(FROM)) {
            return null;
        }
        String text = node.path(FROM).asText();
        Period period = Period.parse(text).orElse(null);
        if (period == null) {
            faults.add(Fault.at(pointer + '/' + FROM, "PERIOD_NOT_READABLE", Map.of("value", text)));
        } else if (period.grain() != grain) {
            faults.add(Fault.at(
                    pointer + '/' + FROM,
                    "PERIOD_NOT_OF_REQUESTED_GRAIN",
                    Map.of("value", text, "expected", grain.name())));
            return null;
        }
        return period;
    }

    private static int ordinal(@Nullable Period from) {
        return from == null ? DatedFormula.ALWAYS : from.ordinal();
    }

    private static boolean isBefore(Period one, Period other) {
        return one.ordinal() < other.ordinal();
    }
}
