package com.planitai.kpi.server.tree;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.planitai.kpi.engine.evaluation.Cell;
import com.planitai.kpi.engine.evaluation.Comparison;
import com.planitai.kpi.engine.evaluation.Edge;
import com.planitai.kpi.engine.evaluation.MissingReason;
import com.planitai.kpi.engine.evaluation.Origin;
import com.planitai.kpi.engine.evaluation.TreeNode;
import com.planitai.kpi.engine.evaluation.TreeResult;
import com.planitai.kpi.engine.evaluation.Warning;
import com.planitai.kpi.engine.model.Direction;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.kpi.KpiRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An evaluated tree as JSON, written straight into bytes: it is what the product is asked for most. */
final class EvaluationWire {
    private EvaluationWire() {}

    static byte[] bytes(String slug, TreeResult.Tree tree, Map<KpiCode, KpiRecord> kpis) {
        ByteArrayBuilder out =
                new ByteArrayBuilder(512 * Math.max(1, tree.nodes().size()));
        try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("tree", slug);
            json.writeStringField("period", tree.period().toString());
            json.writeBooleanField("partial", tree.partial());
            json.writeArrayFieldStart("nodes");
            for (TreeNode node : tree.nodes()) {
                node(json, node, kpis.get(node.kpi()));
            }
            json.writeEndArray();
            json.writeArrayFieldStart("edges");
            for (Edge edge : tree.edges()) {
                edge(json, edge);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static void node(JsonGenerator json, TreeNode node, @Nullable KpiRecord kpi) throws IOException {
        json.writeStartObject();
        json.writeStringField("kpi", node.kpi().value());
        json.writeStringField("name", kpi == null ? node.kpi().value() : kpi.name());
        json.writeFieldName("unit");
        unit(json, node.unit());
        json.writeFieldName("decimals");
        Integer decimals = kpi == null ? null : kpi.decimals();
        if (decimals == null) {
            json.writeNull();
        } else {
            json.writeNumber(decimals.intValue());
        }
        json.writeFieldName("direction");
        direction(json, kpi == null ? Direction.UP : kpi.direction());
        json.writeNumberField("depth", node.depth());
        codes(json, "parents", node.parents());
        codes(json, "children", node.children());
        cell(json, node.cell());
        json.writeObjectFieldStart("comparisons");
        for (Map.Entry<String, Comparison> entry : node.comparisons().entrySet()) {
            json.writeFieldName(entry.getKey());
            comparison(json, entry.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void cell(JsonGenerator json, Cell cell) throws IOException {
        number(json, "value", cell.value());
        json.writeStringField("origin", cell.origin() == Origin.SET ? "set" : "computed");
        if (cell.computed() != null) {
            number(json, "computed", cell.computed());
        }
        json.writeNumberField("completeness", cell.completeness());
        MissingReason reason = cell.reason();
        if (reason != null) {
            json.writeObjectFieldStart("reason");
            json.writeStringField("code", reason.code().name());
            codes(json, "inputs", reason.inputs());
            json.writeEndObject();
        }
        if (!cell.warnings().isEmpty()) {
            json.writeArrayFieldStart("warnings");
            for (Warning warning : cell.warnings()) {
                json.writeString(warning.code().name());
            }
            json.writeEndArray();
        }
    }

    private static void comparison(JsonGenerator json, Comparison comparison) throws IOException {
        json.writeStartObject();
        number(json, "value", comparison.value());
        number(json, "delta", comparison.delta());
        number(json, "rate", comparison.rate());
        number(json, "attainment", comparison.attainment());
        if (comparison.status() != null) {
            json.writeStringField("status", comparison.status().name());
        }
        json.writeEndObject();
    }

    private static void edge(JsonGenerator json, Edge edge) throws IOException {
        json.writeStartObject();
        json.writeStringField("from", edge.from().value());
        json.writeStringField("to", edge.to().value());
        json.writeStringField("kind", edge.kind() == Edge.Kind.FORMULA ? "formula" : "influence");
        json.writeEndObject();
    }

    private static void unit(JsonGenerator json, Unit unit) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", unit.type().name());
        if (unit.currency() != null) {
            json.writeStringField("currency", unit.currency());
        }
        if (unit.label() != null) {
            json.writeStringField("label", unit.label());
        }
        Unit per = unit.per();
        if (per != null) {
            json.writeFieldName("per");
            unit(json, per);
        }
        json.writeEndObject();
    }

    private static void direction(JsonGenerator json, Direction direction) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", direction.kind().name());
        Double lower = direction.lower();
        Double upper = direction.upper();
        if (lower != null && upper != null) {
            json.writeNumberField("lower", lower.doubleValue());
            json.writeNumberField("upper", upper.doubleValue());
        }
        json.writeEndObject();
    }

    private static void codes(JsonGenerator json, String field, List<KpiCode> codes) throws IOException {
        json.writeArrayFieldStart(field);
        for (KpiCode code : codes) {
            json.writeString(code.value());
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String field, @Nullable Double value) throws IOException {
        json.writeFieldName(field);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeNumber(value.doubleValue());
        }
    }
}
