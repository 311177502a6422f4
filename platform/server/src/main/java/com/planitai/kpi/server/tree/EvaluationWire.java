package com.planitai.kpi.server.tree;

import com.planitai.kpi.engine.evaluation.Cell;
import com.planitai.kpi.engine.evaluation.Comparison;
import com.planitai.kpi.engine.evaluation.Edge;
import com.planitai.kpi.engine.evaluation.MissingReason;
import com.planitai.kpi.engine.evaluation.Origin;
import com.planitai.kpi.engine.evaluation.TreeNode;
import com.planitai.kpi.engine.evaluation.TreeResult;
import com.planitai.kpi.engine.evaluation.Warning;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.http.JsonBytes;
import com.planitai.kpi.server.kpi.Definitions;
import java.util.List;
import java.util.Map;

/** An evaluated tree as JSON, written straight into bytes: it is what the product is asked for most. Thread-safe. */
final class EvaluationWire {
    private static final int BYTES_PER_NODE = 512;

    private static final byte[] TREE = JsonBytes.name("tree");
    private static final byte[] PERIOD = JsonBytes.name("period");
    private static final byte[] PARTIAL = JsonBytes.name("partial");
    private static final byte[] NODES = JsonBytes.name("nodes");
    private static final byte[] DEPTH = JsonBytes.name("depth");
    private static final byte[] PARENTS = JsonBytes.name("parents");
    private static final byte[] CHILDREN = JsonBytes.name("children");
    private static final byte[] VALUE = JsonBytes.name("value");
    private static final byte[] ORIGIN = JsonBytes.name("origin");
    private static final byte[] COMPUTED = JsonBytes.name("computed");
    private static final byte[] RESTATED = JsonBytes.name("restated");
    private static final byte[] TO_DATE = JsonBytes.name("toDate");
    private static final byte[] COMPLETENESS = JsonBytes.name("completeness");
    private static final byte[] REASON = JsonBytes.name("reason");
    private static final byte[] CODE = JsonBytes.name("code");
    private static final byte[] INPUTS = JsonBytes.name("inputs");
    private static final byte[] WARNINGS = JsonBytes.name("warnings");
    private static final byte[] COMPARISONS = JsonBytes.name("comparisons");
    private static final byte[] DELTA = JsonBytes.name("delta");
    private static final byte[] RATE = JsonBytes.name("rate");
    private static final byte[] ATTAINMENT = JsonBytes.name("attainment");
    private static final byte[] STATUS = JsonBytes.name("status");
    private static final byte[] EDGES = JsonBytes.name("edges");
    private static final byte[] FROM = JsonBytes.name("from");
    private static final byte[] TO = JsonBytes.name("to");
    private static final byte[] KIND = JsonBytes.name("kind");

    private final KpiHeads heads = new KpiHeads();

    /** @param definitions the very ones that the tree was evaluated with */
    byte[] bytes(String slug, TreeResult.Tree tree, Definitions definitions) {
        Map<KpiCode, byte[]> known = heads.of(definitions);
        JsonBytes json = new JsonBytes(BYTES_PER_NODE * (tree.nodes().size() + 1))
                .beginObject()
                .field(TREE)
                .text(slug)
                .field(PERIOD)
                .text(tree.period().toString())
                .field(PARTIAL)
                .flag(tree.partial())
                .field(NODES)
                .beginArray();
        for (TreeNode node : tree.nodes()) {
            node(
                    json,
                    known.computeIfAbsent(
                            node.kpi(),
                            code -> KpiHeads.fields(
                                    code, node.unit(), definitions.kpis().get(code))),
                    node);
        }
        json.endArray().field(EDGES).beginArray();
        for (Edge edge : tree.edges()) {
            edge(json, edge);
        }
        return json.endArray().endObject().toByteArray();
    }

    private static void node(JsonBytes json, byte[] head, TreeNode node) {
        json.beginObject().encoded(head).field(DEPTH).number(node.depth());
        codes(json, PARENTS, node.parents());
        codes(json, CHILDREN, node.children());
        cell(json, node.cell());
        json.field(COMPARISONS).beginObject();
        for (Map.Entry<String, Comparison> entry : node.comparisons().entrySet()) {
            json.field(JsonBytes.name(entry.getKey()));
            comparison(json, entry.getValue());
        }
        json.endObject().endObject();
    }

    private static void cell(JsonBytes json, Cell cell) {
        json.field(VALUE).number(cell.value()).field(ORIGIN).text(cell.origin() == Origin.SET ? "set" : "computed");
        if (cell.computed() != null) {
            json.field(COMPUTED).number(cell.computed());
        }
        json.field(COMPLETENESS).number(cell.completeness());
        if (cell.restated()) {
            json.field(RESTATED).flag(true);
        }
        MissingReason reason = cell.reason();
        if (reason != null) {
            json.field(REASON).beginObject().field(CODE).text(reason.code());
            codes(json, INPUTS, reason.inputs());
            json.endObject();
        }
        if (!cell.warnings().isEmpty()) {
            json.field(WARNINGS).beginArray();
            for (Warning warning : cell.warnings()) {
                json.text(warning.code());
            }
            json.endArray();
        }
    }

    private static void comparison(JsonBytes json, Comparison comparison) {
        json.beginObject()
                .field(VALUE)
                .number(comparison.value())
                .field(DELTA)
                .number(comparison.delta())
                .field(RATE)
                .number(comparison.rate())
                .field(ATTAINMENT)
                .number(comparison.attainment());
        if (comparison.status() != null) {
            json.field(STATUS).text(comparison.status());
        }
        Comparison toDate = comparison.toDate();
        if (toDate != null) {
            json.field(TO_DATE);
            comparison(json, toDate);
        }
        json.endObject();
    }

    private static void edge(JsonBytes json, Edge edge) {
        json.beginObject()
                .field(FROM)
                .text(edge.from().value())
                .field(TO)
                .text(edge.to().value())
                .field(KIND)
                .text(edge.kind() == Edge.Kind.FORMULA ? "formula" : "influence")
                .endObject();
    }

    private static void codes(JsonBytes json, byte[] field, List<KpiCode> codes) {
        json.field(field).beginArray();
        for (KpiCode code : codes) {
            json.text(code.value());
        }
        json.endArray();
    }
}
