package com.planitai.kpi.server.job;

/** Does the work of one kind of job. Used by several threads at once. */
public interface JobHandler {
    String kind();

    /**
     * Does what needs no transaction and answers the final step. May be called again for the same job after a crash or
     * a failure, so that whatever lasts belongs into the final step.
     */
    JobEffect prepare(JobRun run);
}
