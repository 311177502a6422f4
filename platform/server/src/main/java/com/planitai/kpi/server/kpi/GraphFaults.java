package com.planitai.kpi.server.kpi;

import com.planitai.kpi.engine.expression.ParsedFormula;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.ModelFault;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts what the graph refused to its place in the caller's input. A fault of a KPI that is not in the input was caused by
 * it, and is preceded by a fault that says so.
 *
 * @param places where each KPI of the input stands
 */
record GraphFaults(Map<KpiCode, String> places, Map<KpiCode, KpiDeclaration> kpis) {
    private static final String ARROW = " → ";

    List<Fault> of(List<ModelFault> found) {
        List<Fault> faults = new ArrayList<>();
        Set<KpiCode> broken = new LinkedHashSet<>();
        for (ModelFault fault : found) {
            String place = places.get(fault.kpi());
            Optional<Fault> turned = place == null ? turnedCycle(fault) : Optional.empty();
            if (place != null) {
                faults.add(new Fault(fault.code(), fault.arguments(), place(place, fault), fault.suggestion()));
            } else if (turned.isPresent()) {
                faults.add(turned.get());
            } else {
                if (broken.add(fault.kpi())) {
                    faults.add(Fault.at(
                            "", "BREAKS_FORMULA", Map.of("code", fault.kpi().value())));
                }
                faults.add(new Fault(fault.code(), fault.arguments(), null, fault.suggestion()));
            }
        }
        return faults;
    }

    /** The same circle, told from a KPI of the input. */
    private Optional<Fault> turnedCycle(ModelFault fault) {
        if (!fault.code().equals("CYCLE")) {
            return Optional.empty();
        }
        List<String> path = List.of(fault.arguments().getOrDefault("path", "").split(ARROW, -1));
        List<String> circle = path.subList(0, path.size() - 1);
        for (int i = 0; i < circle.size(); i++) {
            KpiCode code = new KpiCode(circle.get(i));
            String place = places.get(code);
            if (place != null) {
                List<String> turned = new ArrayList<>(circle.subList(i, circle.size()));
                turned.addAll(circle.subList(0, i));
                turned.add(circle.get(i));
                Map<String, String> arguments = new HashMap<>(fault.arguments());
                arguments.put("path", String.join(ARROW, turned));
                return Optional.of(new Fault("CYCLE", arguments, reference(place, code, turned.get(1)), null));
            }
        }
        return Optional.empty();
    }

    private Place reference(String place, KpiCode code, String reference) {
        KpiDeclaration kpi = kpis.get(code);
        int formulas = kpi == null ? 0 : kpi.earlierFormulas().size() + 1;
        for (int i = formulas - 1; i >= 0; i--) {
            String at = place + formula(code, i);
            Optional<Place> found = ParsedFormula.parse(text(kpi, i)).names().stream()
                    .filter(name -> name.code().equals(reference))
                    .findFirst()
                    .map(name ->
                            new Place.Position(at, name.at().line(), name.at().column()));
            if (found.isPresent()) {
                return found.get();
            }
        }
        return new Place.Pointer(place + "/formula");
    }

    private static String text(@Nullable KpiDeclaration kpi, int formula) {
        if (kpi == null) {
            return "";
        }
        return formula < kpi.earlierFormulas().size()
                ? kpi.earlierFormulas().get(formula).formula()
                : Objects.requireNonNullElse(kpi.formula(), "");
    }

    /** The pointer of one of a KPI's formulas in its document. */
    private String formula(KpiCode code, int formula) {
        KpiDeclaration kpi = kpis.get(code);
        return kpi != null && formula < kpi.earlierFormulas().size()
                ? "/earlierFormulas/" + formula + "/formula"
                : "/formula";
    }

    private Place place(String place, ModelFault fault) {
        Integer formula = fault.formula();
        Integer line = fault.line();
        Integer column = fault.column();
        if (formula != null && line != null && column != null) {
            return new Place.Position(place + formula(fault.kpi(), formula), line, column);
        }
        return new Place.Pointer(
                place + property(fault.code(), fault.arguments().get("property")));
    }

    private static String property(String code, @Nullable String property) {
        if (property != null) {
            return "/" + property;
        }
        return switch (code) {
            case "DUPLICATE_KPI", "RESERVED_CODE" -> "/code";
            case "TOO_MANY_DIMENSIONS", "DUPLICATE_DIMENSION" -> "/dimensions";
            case "TOO_MANY_FORMULAS" -> "/earlierFormulas";
            case "TOO_MANY_KPIS" -> "";
            default -> "/formula";
        };
    }
}
