package com.planitai.kpi.server.job;

import com.planitai.kpi.tenancy.TenantId;

/** Is told of jobs on the threads that run them: so it must be quick, thread-safe and throw nothing. */
@FunctionalInterface
public interface JobListener {
    /** The job has come, gone on or ended, as it was when that was committed. */
    void changed(TenantId tenant, Job job);
}
