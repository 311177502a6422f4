package com.planitai.kpi.server.job;

/** Where a job stands. The last three are final. */
public enum JobStatus {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    public boolean isOver() {
        return this != QUEUED && this != RUNNING;
    }
}
