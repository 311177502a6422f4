package com.planitai.kpi.server.job;

import java.time.Duration;

/**
 * Limits of an instance's background work. An instance is dead to the others after {@code heartbeat} times
 * {@code missedHeartbeats}, and they look for the dead every second heartbeat: the two must add up to less than the 30
 * seconds within which an interrupted job is promised to go on.
 *
 * @param workers jobs that this instance runs at the same time
 * @param perTenant jobs of one tenant that run at the same time, on all instances together
 * @param attempts how often a job that fails or takes its process down is tried
 * @param poll how often the queue is looked at without being triggered
 */
public record JobSettings(
        int workers, int perTenant, int attempts, Duration poll, Duration heartbeat, int missedHeartbeats) {
    public static final Duration TAKEN_UP_AGAIN_WITHIN = Duration.ofSeconds(30);
    public static final JobSettings DEFAULT = new JobSettings(4, 2, 5, Duration.ofSeconds(1), Duration.ofSeconds(4), 4);

    /** How many heartbeats db-scheduler lets pass between two looks for dead executions. */
    private static final int HEARTBEATS_BETWEEN_DETECTIONS = 2;

    public JobSettings {
        if (workers < 1 || perTenant < 1 || attempts < 1) {
            throw new IllegalArgumentException(
                    "expected 1 or more workers, jobs per tenant and attempts, got %d, %d and %d"
                            .formatted(workers, perTenant, attempts));
        }
        Duration longest = heartbeat
                .multipliedBy((long) missedHeartbeats + HEARTBEATS_BETWEEN_DETECTIONS)
                .plus(poll);
        if (longest.compareTo(TAKEN_UP_AGAIN_WITHIN) >= 0) {
            throw new IllegalArgumentException("expected interrupted jobs to be taken up again within "
                    + TAKEN_UP_AGAIN_WITHIN + ", got " + longest);
        }
    }
}
