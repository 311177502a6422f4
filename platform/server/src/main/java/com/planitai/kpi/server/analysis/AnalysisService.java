package com.planitai.kpi.server.analysis;

import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.job.Job;
import com.planitai.kpi.server.job.JobCancellation;
import com.planitai.kpi.server.job.JobFeature;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs analyses as jobs and keeps what they found. */
final class AnalysisService {
    private final TenantDatabase database;
    private final JobFeature jobs;

    AnalysisService(TenantDatabase database, JobFeature jobs) {
        this.database = database;
        this.jobs = jobs;
    }

    Job submit(Caller.Member member, AnalysisInput input) {
        return database.inTransaction(member.tenant(), tx -> {
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

    JobCancellation cancel(TenantId tenant, UUID id) {
        return database.inTransaction(tenant, tx -> jobs.cancel(tx, AnalysisJob.KIND, id));
    }
}
