package com.planitai.kpi.server.job;

/**
 * How a job ended.
 *
 * @param result becomes JSON
 */
public record JobResult(boolean succeeded, Object result) {
    public static JobResult succeeded(Object result) {
        return new JobResult(true, result);
    }

    /** The content was at fault: what the effect wrote is committed all the same, so it must have written nothing. */
    public static JobResult failed(Object result) {
        return new JobResult(false, result);
    }
}
