package com.planitai.kpi.server.job;

import java.time.Duration;

/**
 * How much background work there is, on all instances together.
 *
 * @param queued jobs that wait, for their time, for a place or for a worker
 * @param running jobs that an instance has taken up
 * @param age since when the longest waiting of those whose time has come waits; zero when there is none
 */
record QueueState(long queued, long running, Duration age) {}
