package com.planitai.kpi.server.explanation;

import com.planitai.kpi.engine.evaluation.Cell;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.explanation.Explanation.FormulaVersion;
import com.planitai.kpi.server.explanation.Explanation.Node;
import com.planitai.kpi.server.explanation.Explanation.Person;
import com.planitai.kpi.server.explanation.Explanation.Saved;
import com.planitai.kpi.server.explanation.Explanation.Source;
import com.planitai.kpi.server.http.Page;
import com.planitai.kpi.server.kpi.UnitDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The wire form of an explanation, schema {@code Explanation}. */
final class ExplanationWire {
    private ExplanationWire() {}

    static Map<String, @Nullable Object> of(Explanation explanation, ExplanationQuery query) {
        Page sources =
                query.page().page(explanation.sources(), source -> source.key().text(), ExplanationWire::source);
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("kpi", query.kpi().value());
        wire.put("period", query.period().toString());
        wire.put("scenario", query.scenario());
        wire.put("partial", explanation.partial());
        wire.put(
                "nodes", explanation.nodes().stream().map(ExplanationWire::node).toList());
        wire.put("truncated", explanation.truncated());
        wire.put("observations", sources);
        return wire;
    }

    private static Map<String, @Nullable Object> node(Node node) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("kpi", node.kpi().code().value());
        wire.put("name", node.kpi().name());
        wire.put("unit", UnitDocument.write(node.kpi().unit()));
        wire.put("depth", node.depth());
        wire.put("rollup", node.resolved().overTime().rollup().name());
        wire.put("memberRollup", node.resolved().overMembers().rollup().name());
        wire.put(
                "formulas",
                node.formulas().stream().map(ExplanationWire::formula).toList());
        wire.put("references", codes(node.references()));
        wire.put("periods", node.periods().stream().map(Period::toString).toList());
        wire.put("omitted", node.omitted());
        cells(wire, node);
        return wire;
    }

    private static void cells(Map<String, @Nullable Object> wire, Node node) {
        List<Cell> cells = node.cells();
        wire.put("values", cells.stream().map(Cell::value).toList());
        wire.put("computed", cells.stream().map(Cell::computed).toList());
        wire.put(
                "origin",
                cells.stream()
                        .map(cell ->
                                cell.isMissing() ? null : cell.origin().name().toLowerCase(Locale.ROOT))
                        .toList());
        wire.put("completeness", cells.stream().map(Cell::completeness).toList());
        Map<String, Object> reasons = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            var reason = cells.get(i).reason();
            if (reason != null) {
                reasons.put(
                        node.periods().get(i).toString(),
                        Map.of("code", reason.code().name(), "inputs", codes(reason.inputs())));
            }
        }
        wire.put("reasons", reasons);
    }

    private static Map<String, @Nullable Object> formula(FormulaVersion formula) {
        Period effectiveFrom = formula.effectiveFrom();
        Saved saved = formula.saved();
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("formula", formula.formula());
        wire.put("effectiveFrom", effectiveFrom == null ? null : effectiveFrom.toString());
        wire.put("version", saved == null ? null : saved.version());
        wire.put("savedAt", saved == null ? null : saved.at().toString());
        wire.put("savedBy", saved == null ? null : person(saved.by()));
        return wire;
    }

    private static Map<String, @Nullable Object> source(Source source) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("kpi", source.key().kpi());
        wire.put("period", source.period().toString());
        wire.put("members", source.members());
        wire.put("value", source.value());
        wire.put("restated", source.restated());
        wire.put("recordedAt", source.recordedAt().toString());
        wire.put("recordedBy", person(source.recordedBy()));
        Map<String, @Nullable Object> batch = new LinkedHashMap<>();
        batch.put("id", source.batch().toString());
        batch.put("kind", source.batchKind());
        wire.put("batch", batch);
        UUID importId = source.importId();
        if (importId == null) {
            wire.put("import", null);
        } else {
            Map<String, @Nullable Object> file = new LinkedHashMap<>();
            file.put("id", importId.toString());
            file.put("fileName", source.fileName());
            file.put("line", source.line());
            wire.put("import", file);
        }
        return wire;
    }

    private static @Nullable Map<String, @Nullable Object> person(@Nullable Person person) {
        if (person == null) {
            return null;
        }
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("id", person.id().toString());
        wire.put("name", person.name());
        return wire;
    }

    private static List<String> codes(List<KpiCode> codes) {
        return codes.stream().map(KpiCode::value).toList();
    }
}
