package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.attribution.Attribution;
import com.planitai.kpi.engine.attribution.AttributionMethod;
import com.planitai.kpi.engine.attribution.AttributionResult;
import com.planitai.kpi.engine.attribution.Attributor;
import com.planitai.kpi.engine.attribution.Bottleneck;
import com.planitai.kpi.engine.attribution.Obstacle;
import com.planitai.kpi.engine.attribution.TreeSensitivity;
import com.planitai.kpi.engine.attribution.TwoPointTree;
import com.planitai.kpi.engine.evaluation.Comparison;
import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.evaluation.PointPair;
import com.planitai.kpi.engine.evaluation.TreeQuery;
import com.planitai.kpi.engine.evaluation.TreeResult;
import com.planitai.kpi.engine.fact.FactKind;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.outlook.Histories;
import com.planitai.kpi.engine.statistics.Season;
import com.planitai.kpi.engine.statistics.anomaly.Anomalies;
import com.planitai.kpi.engine.statistics.trend.Trend;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.server.kpi.ScenarioRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sections that look back, with their figures noted. Used once, by one thread. */
final class AnalysisSections {
    private static final String REASON = "reason";
    private static final String INSUFFICIENT_HISTORY = "INSUFFICIENT_HISTORY";

    private final AnalysisQuestion question;
    private final Evaluation evaluation;
    private final Histories histories;
    private final Figures figures;
    private final Runnable progress;

    /** @param progress told after each KPI; may throw to end it all */
    AnalysisSections(
            AnalysisQuestion question, Evaluation evaluation, Histories histories, Figures figures, Runnable progress) {
        this.question = question;
        this.evaluation = evaluation;
        this.histories = histories;
        this.figures = figures;
        this.progress = progress;
    }

    List<Map<String, @Nullable Object>> trends() {
        List<Map<String, @Nullable Object>> trends = new ArrayList<>();
        for (KpiCode kpi : question.shown()) {
            Unit unit = figures.unit(kpi);
            Figures.Entry entry = entry(kpi);
            switch (Trend.of(histories.of(kpi).values())) {
                case Trend.Estimated trend ->
                    entry.number("slope", FactKind.SLOPE, trend.slope(), unit)
                            .bounds(
                                    "interval",
                                    FactKind.SLOPE_LOWER,
                                    trend.lower(),
                                    FactKind.SLOPE_UPPER,
                                    trend.upper(),
                                    unit)
                            .number("pValue", FactKind.P_VALUE, trend.pValue(), Figures.PLAIN)
                            .with("direction", trend.direction().name());
                case Trend.InsufficientHistory(int required, int present) -> tooShort(entry, required, present);
            }
            trends.add(entry.wire());
            progress.run();
        }
        return trends;
    }

    List<Map<String, @Nullable Object>> anomalies() {
        List<Map<String, @Nullable Object>> anomalies = new ArrayList<>();
        Season season = Season.of(question.through().grain());
        for (KpiCode kpi : question.shown()) {
            Histories.History history = histories.of(kpi);
            switch (Anomalies.find(history.values(), season)) {
                case Anomalies.Found found ->
                    found.anomalies().forEach(anomaly -> anomalies.add(anomaly(kpi, history, found, anomaly)));
                case Anomalies.InsufficientHistory(int required, int present) -> {
                    Figures.Entry entry = entry(kpi);
                    tooShort(entry, required, present);
                    anomalies.add(entry.wire());
                }
            }
            progress.run();
        }
        return anomalies;
    }

    private Map<String, @Nullable Object> anomaly(
            KpiCode kpi, Histories.History history, Anomalies.Found found, Anomalies.Anomaly anomaly) {
        Unit unit = figures.unit(kpi);
        var period = history.period(anomaly.index());
        return figures.entry(kpi, period, ScenarioRecord.ACTUAL)
                .with("kpi", kpi.value())
                .with("period", period.toString())
                .number("value", FactKind.VALUE, anomaly.value(), unit)
                .number("expected", FactKind.EXPECTED, anomaly.expected(), unit)
                .number("score", FactKind.ANOMALY_SCORE, anomaly.score(), Figures.PLAIN)
                .with("alpha", found.alpha())
                .with(
                        "seasonLength",
                        found.season().isNone() ? null : found.season().length())
                .wire();
    }

    /** Against plan, in the last complete period. */
    List<Map<String, @Nullable Object>> bottlenecks() {
        var points = new PointPair(
                question.root(),
                new PointPair.Point(question.through(), ScenarioRecord.PLAN, List.of()),
                new PointPair.Point(question.through(), ScenarioRecord.ACTUAL, List.of()));
        TwoPointTree values = evaluation.points(points);
        var attributor = new Attributor(evaluation.graph(), AttributionMethod.SHAPLEY, AttributionRoutes.SEED);
        List<Map<String, @Nullable Object>> ranked = switch (attributor.attribute(question.root(), values)) {
            case AttributionResult.Attributed(Attribution gap) -> ranked(gap, values);
            case AttributionResult.Refused(Obstacle obstacle) ->
                List.of(entry(question.root())
                        .with(REASON, obstacle.code().name())
                        .with(
                                "kpis",
                                obstacle.kpis().stream().map(KpiCode::value).toList())
                        .wire());
        };
        progress.run();
        return ranked;
    }

    private List<Map<String, @Nullable Object>> ranked(Attribution gap, TwoPointTree values) {
        Map<KpiCode, String> statuses = statuses();
        Unit unit = figures.unit(question.root());
        return Bottleneck.rank(
                        gap,
                        evaluation.graph().definition(question.root()).direction(),
                        TreeSensitivity.of(evaluation.graph(), question.root(), values))
                .stream()
                .map(bottleneck -> entry(bottleneck.kpi())
                        .number("contribution", FactKind.CONTRIBUTION, bottleneck.contribution(), unit)
                        .number("share", FactKind.SHARE, bottleneck.share(), Figures.SHARE)
                        .number("elasticity", FactKind.ELASTICITY, bottleneck.elasticity(), Figures.PLAIN)
                        .with("status", statuses.get(bottleneck.kpi()))
                        .with("leaf", bottleneck.leaf())
                        .wire())
                .collect(Collectors.toList());
    }

    private Map<KpiCode, String> statuses() {
        var query = new TreeQuery(
                question.root(),
                List.of(),
                question.through(),
                ScenarioRecord.ACTUAL,
                List.of(ScenarioRecord.PLAN),
                List.of());
        Map<KpiCode, String> statuses = new HashMap<>();
        if (evaluation.tree(query) instanceof TreeResult.Tree tree) {
            tree.nodes().forEach(node -> {
                Comparison plan = node.comparisons().get(ScenarioRecord.PLAN);
                if (plan != null && plan.status() != null) {
                    statuses.put(node.kpi(), plan.status().name());
                }
            });
        }
        return statuses;
    }

    private Figures.Entry entry(KpiCode kpi) {
        return figures.entry(kpi, question.through(), ScenarioRecord.ACTUAL).with("kpi", kpi.value());
    }

    private static void tooShort(Figures.Entry entry, int required, int present) {
        entry.with(REASON, INSUFFICIENT_HISTORY).with("required", required).with("present", present);
    }
}
