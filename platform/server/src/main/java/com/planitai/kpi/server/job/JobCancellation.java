package com.planitai.kpi.server.job;

/** What came of asking for a cancellation. */
public sealed interface JobCancellation {
    /** Cancelled, or told to stop at its next report. */
    record Accepted(Job job) implements JobCancellation {}

    record AlreadyOver(Job job) implements JobCancellation {}

    record NoSuchJob() implements JobCancellation {}
}
