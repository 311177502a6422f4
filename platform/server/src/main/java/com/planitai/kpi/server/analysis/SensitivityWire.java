package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.attribution.Sensitivity;
import com.planitai.kpi.engine.attribution.TwoPointTree;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.PointPair;
import com.planitai.kpi.engine.fact.FactKind;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.snapshot.SnapshotTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wire form of sensitivities, schema {@code Sensitivities}. */
final class SensitivityWire {
    private SensitivityWire() {}

    /** @param found by KPI, those that are known */
    static Map<String, Object> of(
            SnapshotTree tree,
            PointPair.Point point,
            Evaluation evaluation,
            TwoPointTree values,
            Map<KpiCode, Sensitivity> found) {
        Figures figures = new Figures(evaluation.graph());
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        found.forEach((kpi, sensitivity) -> items.add(figures.entry(kpi, point.period(), point.scenario())
                .with("kpi", kpi.value())
                .number("value", FactKind.VALUE, values.value(kpi, true), figures.unit(kpi))
                .number("slope", FactKind.SENSITIVITY, sensitivity.slope(), figures.unit(tree.root()))
                .number("elasticity", FactKind.ELASTICITY, sensitivity.elasticity(), Figures.PLAIN)
                .wire()));
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("tree", tree.slug());
        wire.put("kpi", tree.root().value());
        wire.put("period", point.period().toString());
        wire.put("scenario", point.scenario());
        wire.put("partial", evaluation.isPartial(point.period()));
        wire.put("items", items);
        wire.put("facts", figures.wire());
        return wire;
    }
}
