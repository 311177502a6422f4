package com.planitai.kpi.server.data;

import com.planitai.kpi.server.job.Job;
import com.planitai.kpi.server.job.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * One import as people see it.
 *
 * @param job that read the file last, or is to
 * @param revert that takes it back
 */
record ImportView(
        ImportRepository.Row row, Job job, @Nullable Job revert) {
    /** What was asked for last. A revert that was cancelled is as if it had never been asked for. */
    Job latest() {
        return revert == null || revert.status() == JobStatus.CANCELLED ? job : revert;
    }

    boolean isOver() {
        return latest().status().isOver();
    }
}
