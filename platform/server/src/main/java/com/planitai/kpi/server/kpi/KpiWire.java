package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.formula.FormulaCheck;
import com.planitai.kpi.engine.formula.FormulaFault;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.ModelFault;
import com.planitai.kpi.engine.model.ResolvedKpi;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.http.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers about KPIs: every field there, with the value in force where nothing was declared. */
final class KpiWire {
    private KpiWire() {}

    /** A KPI with what the graph made of it. */
    record View(KpiRecord kpi, ResolvedKpi resolved, List<ModelFault> warnings) {}

    static ObjectNode kpi(View view, Locale language) {
        KpiDeclaration declared = view.kpi().declared();
        ResolvedKpi resolved = view.resolved();
        ObjectNode wire = Json.MAPPER.createObjectNode();
        wire.put("code", declared.code().value());
        wire.put("name", declared.name());
        wire.put("description", declared.description());
        wire.set("unit", UnitDocument.write(declared.unit()));
        wire.put("decimals", declared.decimals());
        wire.put("grain", declared.grain().name());
        wire.put("rollup", resolved.overTime().rollup().name());
        wire.put("memberRollup", resolved.overMembers().rollup().name());
        wire.set("missing", KpiDocument.write(resolved.definition().missing()));
        wire.set("direction", KpiDocument.write(resolved.definition().direction()));
        wire.set("thresholds", KpiDocument.write(resolved.definition().thresholds()));
        wire.put("proration", resolved.definition().proration().name());
        texts(wire.putArray("dimensions"), view.kpi().isInput() ? declared.dimensions() : resolved.dimensions());
        wire.put("formula", declared.formula());
        Period effectiveFrom = declared.effectiveFrom();
        wire.put("effectiveFrom", effectiveFrom == null ? null : effectiveFrom.toString());
        wire.set("earlierFormulas", FormulaHistory.write(declared.earlierFormulas()));
        wire.put("owner", declared.owner());
        texts(wire.putArray("tags"), declared.tags());
        texts(
                wire.putArray("references"),
                resolved.references().stream().map(KpiCode::value).toList());
        wire.put("version", view.kpi().revision());
        wire.put("updatedAt", view.kpi().updatedAt().toString());
        warnings(wire.putArray("warnings"), view.warnings(), language);
        return wire;
    }

    static ObjectNode version(KpiVersionRepository.Version version) {
        ObjectNode wire = Json.MAPPER.createObjectNode();
        wire.put("version", version.version());
        wire.put("createdAt", version.createdAt().toString());
        wire.put(
                "createdBy",
                version.createdBy() == null ? null : version.createdBy().toString());
        wire.set("definition", KpiDocument.write(version.definition()));
        return wire;
    }

    static Map<String, @Nullable Object> check(FormulaCheck check, Locale language) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("valid", check.valid());
        wire.put("references", check.references().stream().map(KpiCode::value).toList());
        wire.put("unit", check.unit() == null ? null : UnitDocument.write(check.unit()));
        wire.put(
                "problems",
                Messages.wire(
                        language, check.faults().stream().map(KpiWire::fault).toList()));
        return wire;
    }

    private static Fault fault(FormulaFault fault) {
        return new Fault(
                fault.code(),
                fault.arguments(),
                new Place.Position(null, fault.line(), fault.column()),
                fault.suggestion());
    }

    private static void warnings(ArrayNode array, List<ModelFault> warnings, Locale language) {
        for (ModelFault warning : warnings) {
            array.addObject()
                    .put("code", warning.code())
                    .put("message", Messages.text(language, warning.code(), warning.arguments()));
        }
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
