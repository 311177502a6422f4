package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.Influence;
import com.planitai.kpi.engine.evaluation.TreeNode;
import com.planitai.kpi.engine.evaluation.TreeQuery;
import com.planitai.kpi.engine.evaluation.TreeResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.outlook.Histories;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import com.planitai.kpi.server.snapshot.SnapshotTree;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An analysis with everything it names found in the tenant.
 *
 * @param through the last complete period up to the one asked for
 * @param shown the KPIs of the tree, or the one
 */
record AnalysisQuestion(KpiCode root, List<Influence> influences, List<KpiCode> shown, Period through, int horizon) {
    /** KPIs of one analysis, with everything below them. */
    static final int MAX_KPIS = 500;
    /** KPIs times periods of forecasts. */
    static final int MAX_FORECAST_CELLS = 10_000;

    /** The faults are noted with the names; empty exactly when there are some. */
    static Optional<AnalysisQuestion> of(AnalysisInput input, TenantSnapshot snapshot, Instant now, Names names) {
        Optional<SnapshotTree> tree = Optional.ofNullable(input.tree()).flatMap(slug -> names.tree("/tree", slug));
        Optional<KpiCode> kpi = Optional.ofNullable(input.kpi()).flatMap(code -> names.kpi("/kpi", code));
        if ((input.tree() == null) == (input.kpi() == null)) {
            names.add(Fault.at("", "TREE_OR_KPI"));
        }
        if (input.asksFor(Section.NARRATIVE)) {
            names.add(Fault.at(
                    "/sections/" + input.sections().indexOf(Section.NARRATIVE.wireName()), "NO_PROVIDER_INSTALLED"));
        }
        Optional<Period> period = names.period("/period", input.period());
        Optional<KpiCode> root = tree.map(SnapshotTree::root).or(() -> kpi);
        if (root.isPresent() && period.isPresent()) {
            names.grain("/period", root.get(), period.get().grain());
        }
        if (!names.areKnown() || root.isEmpty() || period.isEmpty()) {
            return Optional.empty();
        }
        Evaluation evaluation = snapshot.evaluation(now);
        Optional<Period> through = Histories.lastComplete(evaluation, period.get(), now);
        if (through.isEmpty()) {
            names.add(Fault.at("/period", "NO_COMPLETE_PERIOD", Map.of("value", input.period())));
            return Optional.empty();
        }
        List<Influence> influences = tree.map(SnapshotTree::influences).orElse(List.of());
        AnalysisQuestion question = new AnalysisQuestion(
                root.get(),
                influences,
                tree.isPresent() ? nodes(evaluation, root.get(), influences, through.get()) : List.of(root.get()),
                through.get(),
                input.horizon() == null ? yearsWorth(through.get().grain()) : input.horizon());
        question.checkSize(input, snapshot, names);
        return names.areKnown() ? Optional.of(question) : Optional.empty();
    }

    private static List<KpiCode> nodes(Evaluation evaluation, KpiCode root, List<Influence> influences, Period period) {
        var query = new TreeQuery(root, influences, period, ScenarioRecord.ACTUAL, List.of(), List.of());
        return switch (evaluation.tree(query)) {
            case TreeResult.Tree values ->
                values.nodes().stream().map(TreeNode::kpi).toList();
            case TreeResult.DimensionNotCarried impossible ->
                throw new IllegalStateException("a query without filters names a dimension: " + impossible);
        };
    }

    private void checkSize(AnalysisInput input, TenantSnapshot snapshot, Names names) {
        int kpis = Histories.below(snapshot.graph(), shown).size();
        if (kpis > MAX_KPIS) {
            names.add(Fault.at(
                    "",
                    "TOO_MANY_KPIS_TO_ANALYSE",
                    Map.of("found", Integer.toString(kpis), "limit", Integer.toString(MAX_KPIS))));
        }
        if (input.asksFor(Section.FORECAST) && (long) kpis * horizon > MAX_FORECAST_CELLS) {
            names.add(Fault.at(
                    "/horizon",
                    "TOO_MANY_CELLS",
                    Map.of(
                            "kpis", Integer.toString(kpis),
                            "periods", Integer.toString(horizon),
                            "limit", Integer.toString(MAX_FORECAST_CELLS))));
        }
    }

    /** Twelve months' worth of periods. */
    private static int yearsWorth(Grain grain) {
        return switch (grain) {
            case DAY -> 365;
            case WEEK -> 52;
            case MONTH -> 12;
            case QUARTER -> 4;
            case YEAR -> 1;
        };
    }
}
