package com.planitai.kpi.server.analysis;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.PageRequest;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.job.Job;
import com.planitai.kpi.server.job.JobCancellation;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Analyses over HTTP. They change nothing of what a tenant has, so that whoever may read may have them made. */
final class AnalysisRoutes {
    private static final String PATH = "/api/v1/analyses";

    private final AnalysisService analyses;
    private final SnapshotFeature snapshots;
    private final Clock clock;

    AnalysisRoutes(AnalysisService analyses, SnapshotFeature snapshots, Clock clock) {
        this.analyses = analyses;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, this::list),
                Route.post(PATH, Access.VIEWER, this::create),
                Route.get(PATH + "/{id}", Access.VIEWER, this::get),
                Route.delete(PATH + "/{id}", Access.VIEWER, this::cancel));
    }

    private Answer create(Call call) {
        AnalysisInput input = call.json("AnalysisInput", AnalysisInput.class);
        TenantSnapshot snapshot = snapshots.asFreshAsAsked(call);
        Names names = new Names(snapshot);
        AnalysisQuestion.of(input, snapshot, clock.instant(), names);
        names.check();
        Job job = analyses.submit(call.member(), input);
        return Answer.accepted(PATH + "/" + job.id(), AnalysisWire.of(job, call.language()));
    }

    private Answer list(Call call) {
        Parameters parameters = call.parameters();
        PageRequest page = parameters.page();
        parameters.check();
        UUID after = page.after().flatMap(Call::id).orElse(null);
        List<Job> fetched = analyses.list(call.member().tenant(), after, page.fetch());
        return Answer.ok(page.page(fetched, job -> job.id().toString(), AnalysisWire::head));
    }

    private Answer get(Call call) {
        Job job = Call.id(call.path("id"))
                .flatMap(id -> analyses.find(call.member().tenant(), id))
                .orElseThrow(AnalysisRoutes::notFound);
        return Answer.ok(AnalysisWire.of(job, call.language()));
    }

    private Answer cancel(Call call) {
        UUID id = Call.id(call.path("id")).orElseThrow(AnalysisRoutes::notFound);
        return switch (analyses.cancel(call.member(), id)) {
            case JobCancellation.Accepted(Job job) ->
                Answer.accepted(PATH + "/" + id, AnalysisWire.of(job, call.language()));
            case JobCancellation.AlreadyOver over ->
                throw Problem.of(
                                ProblemType.CONFLICT,
                                "JOB_OVER",
                                Map.of("status", over.job().status().name()))
                        .asException();
            case JobCancellation.NoSuchJob() -> throw notFound();
        };
    }

    private static RuntimeException notFound() {
        return Problem.of(ProblemType.NOT_FOUND).asException();
    }
}
