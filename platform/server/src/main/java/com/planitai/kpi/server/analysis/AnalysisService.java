package com.planitai.kpi.server.analysis;

import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Role;
import com.planitai.kpi.server.job.Job;
import com.planitai.kpi.server.job.JobCancellation;
import com.planitai.kpi.server.job.JobFeature;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs analyses as jobs and keeps what they found. */
final class AnalysisService {
    /** Analyses of a tenant that wait or run at once: more would only keep others' jobs waiting behind them. */
    static final int MAX_UNFINISHED = 20;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final TenantDatabase database;
    private final JobFeature jobs;

    AnalysisService(TenantDatabase database, JobFeature jobs) {
        this.database = database;
        this.jobs = jobs;
    }

    Job submit(Caller.Member member, AnalysisInput input) {
        return database.inTransaction(member.tenant(), tx -> {
            if (jobs.unfinished(tx, AnalysisJob.KIND) >= MAX_UNFINISHED) {
                throw Problem.retryLater(ProblemType.RATE_LIMITED, RETRY_AFTER).asException();
            }
            UUID id = jobs.submit(tx, AnalysisJob.KIND, input, member.user());
            return jobs.find(tx, AnalysisJob.KIND, id).orElseThrow();
        });
    }

    Optional<Job> find(TenantId tenant, UUID id) {
        return database.reading(tenant, tx -> jobs.find(tx, AnalysisJob.KIND, id));
    }

    /** Without what they found, which may be much. */
    List<Job> list(TenantId tenant, @Nullable UUID after, int limit) {
        return database.reading(tenant, tx -> jobs.listWithoutResults(tx, AnalysisJob.KIND, after, limit));
    }

    /** Whoever may only read cancels no more than what they asked for themselves. */
    JobCancellation cancel(Caller.Member member, UUID id) {
        return database.inTransaction(member.tenant(), tx -> {
            Optional<Job> job = jobs.find(tx, AnalysisJob.KIND, id);
            boolean may = member.role().includes(Role.EDITOR)
                    || job.filter(own -> member.user().equals(own.createdBy())).isPresent();
            if (job.isPresent() && !may) {
                throw Problem.of(ProblemType.NOT_ALLOWED).asException();
            }
            return jobs.cancel(tx, AnalysisJob.KIND, id);
        });
    }
}
