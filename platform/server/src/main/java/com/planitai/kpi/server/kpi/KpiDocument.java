package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.model.Direction;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.Missing;
import com.planitai.kpi.engine.model.MissingPolicy;
import com.planitai.kpi.engine.model.Rollup;
import com.planitai.kpi.engine.model.Thresholds;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.engine.time.Proration;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A declaration as the document of {@code POST /kpis} and {@code definition:apply}: only what was said, in a fixed order, so
 * that writing what was read gives the same bytes.
 */
public final class KpiDocument {
    private KpiDocument() {}

    /**
     * Reads a document that holds to the schema {@code KpiInput}; empty with faults noted where its parts contradict one
     * another.
     *
     * @param pointer of the document in the caller's input
     */
    public static Optional<KpiDeclaration> read(JsonNode document, String pointer, List<Fault> faults) {
        int before = faults.size();
        String name = document.path("name").asText();
        if (name.isBlank()) {
            faults.add(KpiFaults.blank(pointer, "name"));
        }
        Unit unit = UnitDocument.read(document.path("unit"), pointer + "/unit", faults);
        Missing missing = missing(document.path("missing"), pointer + "/missing", faults);
        Direction direction = direction(document.path("direction"), pointer + "/direction", faults);
        Thresholds thresholds = thresholds(document.path("thresholds"), pointer + "/thresholds", faults);
        Period effectiveFrom = FormulaHistory.effectiveFrom(document, pointer, faults);
        List<EarlierFormula> earlierFormulas = FormulaHistory.earlier(document, pointer, faults);
        if (unit == null || faults.size() > before) {
            return Optional.empty();
        }
        return Optional.of(new KpiDeclaration(
                new KpiCode(document.path("code").asText()),
                name,
                text(document, "description"),
                unit,
                document.hasNonNull("decimals") ? document.get("decimals").asInt() : null,
                Grain.valueOf(document.path("grain").asText()),
                rollup(document, "rollup"),
                rollup(document, "memberRollup"),
                missing,
                direction,
                thresholds,
                document.hasNonNull("proration")
                        ? Proration.valueOf(document.get("proration").asText())
                        : null,
                texts(document, "dimensions"),
                text(document, "formula"),
                effectiveFrom,
                earlierFormulas,
                text(document, "owner"),
                texts(document, "tags")));
    }

    /** Reads a document of our own writing. */
    static KpiDeclaration readSaved(JsonNode document) {
        List<Fault> faults = new ArrayList<>();
        return read(document, "", faults)
                .orElseThrow(() -> new IllegalStateException("a saved KPI contradicts itself: " + faults));
    }

    public static ObjectNode write(KpiDeclaration kpi) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("code", kpi.code().value());
        document.put("name", kpi.name());
        put(document, "description", kpi.description());
        document.set("unit", UnitDocument.write(kpi.unit()));
        if (kpi.decimals() != null) {
            document.put("decimals", kpi.decimals());
        }
        document.put("grain", kpi.grain().name());
        put(document, "rollup", kpi.rollup() == null ? null : kpi.rollup().name());
        put(
                document,
                "memberRollup",
                kpi.memberRollup() == null ? null : kpi.memberRollup().name());
        if (kpi.missing() != null) {
            document.set("missing", write(kpi.missing()));
        }
        if (kpi.direction() != null) {
            document.set("direction", write(kpi.direction()));
        }
        if (kpi.thresholds() != null) {
            document.set("thresholds", write(kpi.thresholds()));
        }
        put(
                document,
                "proration",
                kpi.proration() == null ? null : kpi.proration().name());
        put(document, "dimensions", kpi.dimensions());
        put(document, "formula", kpi.formula());
        FormulaHistory.write(document, kpi);
        put(document, "owner", kpi.owner());
        put(document, "tags", kpi.tags());
        return document;
    }

    static ObjectNode write(Missing missing) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("policy", missing.policy().name());
        if (missing.policy() == MissingPolicy.CARRY_FORWARD) {
            document.put("limit", missing.limit());
        }
        return document;
    }

    public static ObjectNode write(Direction direction) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("type", direction.kind().name());
        if (direction.lower() != null) {
            document.put("lower", direction.lower());
        }
        if (direction.upper() != null) {
            document.put("upper", direction.upper());
        }
        return document;
    }

    static ObjectNode write(Thresholds thresholds) {
        return Json.MAPPER.createObjectNode().put("amber", thresholds.amber()).put("red", thresholds.red());
    }

    static @Nullable Missing missing(JsonNode node, String pointer, List<Fault> faults) {
        if (!node.isObject()) {
            return null;
        }
        MissingPolicy policy = MissingPolicy.valueOf(node.path("policy").asText());
        boolean carries = policy == MissingPolicy.CARRY_FORWARD;
        if (carries != node.has("limit")) {
            faults.add(Fault.at(pointer + "/limit", carries ? "LIMIT_MISSING" : "LIMIT_NOT_ALLOWED"));
            return null;
        }
        return new Missing(policy, node.path("limit").asInt(0));
    }

    static @Nullable Direction direction(JsonNode node, String pointer, List<Fault> faults) {
        if (!node.isObject()) {
            return null;
        }
        Direction.Kind kind = Direction.Kind.valueOf(node.path("type").asText());
        if (kind != Direction.Kind.RANGE) {
            if (node.has("lower") || node.has("upper")) {
                faults.add(Fault.at(pointer, "BOUNDS_NOT_ALLOWED"));
                return null;
            }
            return kind == Direction.Kind.UP ? Direction.UP : Direction.DOWN;
        }
        double lower = node.path("lower").asDouble(Double.NaN);
        double upper = node.path("upper").asDouble(Double.NaN);
        if (!Double.isFinite(upper - lower) || lower >= upper) {
            faults.add(Fault.at(pointer, "BOUNDS_REQUIRED"));
            return null;
        }
        return Direction.range(lower, upper);
    }

    static @Nullable Thresholds thresholds(JsonNode node, String pointer, List<Fault> faults) {
        if (!node.isObject()) {
            return null;
        }
        double amber = node.path("amber").asDouble();
        double red = node.path("red").asDouble();
        if (red > amber) {
            faults.add(Fault.at(pointer, "THRESHOLDS_REVERSED"));
            return null;
        }
        return new Thresholds(amber, red);
    }

    private static @Nullable Rollup rollup(JsonNode document, String field) {
        return document.hasNonNull(field) ? Rollup.valueOf(document.get(field).asText()) : null;
    }

    private static @Nullable String text(JsonNode document, String field) {
        return document.hasNonNull(field) ? document.get(field).asText() : null;
    }

    private static List<String> texts(JsonNode document, String field) {
        List<String> texts = new ArrayList<>();
        document.path(field).forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static void put(ObjectNode document, String field, @Nullable String value) {
        if (value != null) {
            document.put(field, value);
        }
    }

    private static void put(ObjectNode document, String field, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = document.putArray(field);
            values.forEach(array::add);
        }
    }
}
