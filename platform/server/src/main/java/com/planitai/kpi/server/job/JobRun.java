package com.planitai.kpi.server.job;

import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One attempt at a job, as its handler sees it. Belongs to one thread. */
public final class JobRun {
    /** Reports that follow each other faster are not written. */
    public static final Duration BETWEEN_REPORTS = Duration.ofMillis(500);

    private final TenantDatabase database;
    private final JobRepository repository;
    private final JobAnnouncements announcements;
    private final TenantId tenant;
    private final Job job;
    private final LongSupplier nanoTime;
    private long reportedAt;
    private boolean reported;

    JobRun(
            TenantDatabase database,
            JobRepository repository,
            JobAnnouncements announcements,
            TenantId tenant,
            Job job,
            LongSupplier nanoTime) {
        this.database = database;
        this.repository = repository;
        this.announcements = announcements;
        this.tenant = tenant;
        this.job = job;
        this.nanoTime = nanoTime;
    }

    public TenantId tenant() {
        return tenant;
    }

    public UUID id() {
        return job.id();
    }

    /** Who asked for it; empty when the system did. */
    public Optional<UUID> user() {
        return Optional.ofNullable(job.createdBy());
    }

    public <T> T request(Class<T> type) {
        return Json.read(job.request(), type);
    }

    /**
     * Says how far the work is, in a transaction of its own that others see at once. Cheap to call often; also where a
     * cancellation is noticed.
     *
     * @throws JobStoppedException when the job was cancelled or ended elsewhere
     */
    public void report(long done, @Nullable Long total) {
        long now = nanoTime.getAsLong();
        if (reported && now - reportedAt < BETWEEN_REPORTS.toNanos()) {
            return;
        }
        reported = true;
        reportedAt = now;
        boolean cancelled = database.inTransaction(tenant, tx -> {
                    Optional<Boolean> wanted = repository.report(tx, job.id(), done, total);
                    announcements.announce(tx, job.id());
                    return wanted;
                })
                .orElseThrow(JobStoppedException::new);
        if (cancelled) {
            throw new JobStoppedException();
        }
    }
}
