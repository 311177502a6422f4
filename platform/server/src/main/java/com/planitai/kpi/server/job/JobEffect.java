package com.planitai.kpi.server.job;

import com.planitai.kpi.tenancy.TenantTransaction;

/** The final step of a job. It commits together with the job's result, or not at all, and commits once. */
@FunctionalInterface
public interface JobEffect {
    JobResult apply(TenantTransaction transaction);
}
