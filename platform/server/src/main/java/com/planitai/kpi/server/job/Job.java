package com.planitai.kpi.server.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands.
 *
 * @param done how much is done, in the handler's own measure
 * @param total how much there is to do, null while that is not known
 * @param request JSON, as submitted
 * @param result JSON of the handler or, when the job failed by our fault, {@code {"code":"JOB_FAILED"}}; null until the end
 */
public record Job(
        UUID id,
        String kind,
        JobStatus status,
        long done,
        @Nullable Long total,
        String request,
        @Nullable String result,
        boolean cancelRequested,
        Instant createdAt,
        @Nullable UUID createdBy,
        @Nullable Instant finishedAt) {}
