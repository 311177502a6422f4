package com.planitai.kpi.server.analysis;

import com.planitai.kpi.engine.evaluation.Evaluation;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.outlook.Histories;
import com.planitai.kpi.engine.outlook.KpiForecast;
import com.planitai.kpi.engine.outlook.TreeForecast;
import com.planitai.kpi.server.http.Place;
import com.planitai.kpi.server.job.JobEffect;
import com.planitai.kpi.server.job.JobHandler;
import com.planitai.kpi.server.job.JobResult;
import com.planitai.kpi.server.job.JobRun;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Analyses on one snapshot of the tenant; it writes nothing but its own result, so that an attempt after a crash begins
 * anew. A cancellation is noticed between KPIs and between sample paths.
 */
final class AnalysisJob implements JobHandler {
    static final String KIND = "analysis";

    private final SnapshotFeature snapshots;
    private final Clock clock;

    AnalysisJob(SnapshotFeature snapshots, Clock clock) {
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /** Counts what is done. */
    private static final class Steps implements Runnable {
        private final JobRun run;
        private final long total;
        private long done;

        Steps(JobRun run, long total) {
            this.run = run;
            this.total = total;
            run.report(done, total);
        }

        @Override
        public void run() {
            done++;
            run.report(done, total);
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobEffect prepare(JobRun run) {
        AnalysisInput input = run.request(AnalysisInput.class);
        TenantSnapshot snapshot = snapshots.current(run.tenant());
        Instant now = clock.instant();
        Names names = new Names(snapshot);
        AnalysisQuestion question =
                AnalysisQuestion.of(input, snapshot, now, names).orElse(null);
        JobResult result = question == null
                ? JobResult.failed(refused(snapshot, names))
                : JobResult.succeeded(analysed(run, input, question, snapshot, now));
        return tx -> result;
    }

    /** What was there when the analysis was asked for may have gone. */
    private static AnalysisReport refused(TenantSnapshot snapshot, Names names) {
        List<AnalysisReport.Line> lines = names.faults().stream()
                .map(fault -> new AnalysisReport.Line(
                        fault.place() instanceof Place.Pointer(String pointer) ? pointer : "",
                        fault.code(),
                        fault.arguments()))
                .toList();
        return new AnalysisReport(null, snapshot.version(), List.of(), Map.of(), lines);
    }

    private static AnalysisReport analysed(
            JobRun run, AnalysisInput input, AnalysisQuestion question, TenantSnapshot snapshot, Instant now) {
        Evaluation evaluation = snapshot.evaluation(now);
        Histories histories = Histories.read(evaluation, question.through(), question.shown());
        Figures figures = new Figures(snapshot.graph());
        Steps steps = new Steps(run, total(input, question, histories));
        var looksBack = new AnalysisSections(question, evaluation, histories, figures, steps);
        Map<String, Object> sections = new LinkedHashMap<>();
        if (input.asksFor(Section.TREND)) {
            sections.put(Section.TREND.wireName(), looksBack.trends());
        }
        if (input.asksFor(Section.BOTTLENECK)) {
            sections.put(Section.BOTTLENECK.wireName(), looksBack.bottlenecks());
        }
        if (input.asksFor(Section.ANOMALY)) {
            sections.put(Section.ANOMALY.wireName(), looksBack.anomalies());
        }
        if (input.asksFor(Section.FORECAST)) {
            sections.put(Section.FORECAST.wireName(), forecasts(question, evaluation, histories, figures, steps));
        }
        return new AnalysisReport(
                question.through().toString(), snapshot.version(), figures.wire(), sections, List.of());
    }

    private static long total(AnalysisInput input, AnalysisQuestion question, Histories histories) {
        long shown = question.shown().size();
        return (input.asksFor(Section.TREND) ? shown : 0)
                + (input.asksFor(Section.ANOMALY) ? shown : 0)
                + (input.asksFor(Section.BOTTLENECK) ? 1 : 0)
                + (input.asksFor(Section.FORECAST) ? TreeForecast.steps(histories) : 0);
    }

    private static List<Map<String, @Nullable Object>> forecasts(
            AnalysisQuestion question, Evaluation evaluation, Histories histories, Figures figures, Runnable progress) {
        var forecast = new TreeForecast(evaluation, histories, question.horizon(), progress);
        Map<KpiCode, KpiForecast> found = forecast.run();
        var section = new ForecastSection(figures, question.through(), forecast.periods());
        List<Map<String, @Nullable Object>> forecasts = new ArrayList<>();
        for (KpiCode kpi : question.shown()) {
            KpiForecast ofKpi = found.get(kpi);
            if (ofKpi != null) {
                forecasts.add(section.of(kpi, ofKpi));
            }
        }
        return forecasts;
    }
}
