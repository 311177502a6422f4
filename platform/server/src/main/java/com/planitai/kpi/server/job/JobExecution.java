package com.planitai.kpi.server.job;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.observation.JobObserver;
import com.planitai.kpi.server.observation.JobObserver.Outcome;
import com.planitai.kpi.server.observation.ObservedJob;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import com.planitai.kpi.tenancy.TenantUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs when the scheduler says so. An execution may repeat after a crash; the final step commits once. */
final class JobExecution {
    static final String FAILED_CODE = "JOB_FAILED";

    private static final Logger LOG = LoggerFactory.getLogger(JobExecution.class);
    /** Longer than any transaction lives: a reference without a row by then belongs to one that never committed. */
    private static final Duration ROW_APPEARS_WITHIN = Duration.ofMinutes(10);

    private static final Duration UNTIL_ROW_IS_LOOKED_FOR_AGAIN = Duration.ofSeconds(5);
    /** A waiting job is woken by the end of another; this is for when that one's process died. */
    private static final Duration UNTIL_PLACE_IS_LOOKED_FOR_AGAIN = Duration.ofSeconds(5);

    private static final Duration UNTIL_TENANT_IS_LOOKED_FOR_AGAIN = Duration.ofMinutes(1);
    private static final Duration FIRST_RETRY_AFTER = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;

    private final TenantDatabase database;
    private final JobRepository repository;
    private final JobAnnouncements announcements;
    private final JobSettings settings;
    private final Clock clock;
    private final JobObserver observer;
    private final Map<String, JobHandler> handlers = new ConcurrentHashMap<>();

    private sealed interface Claim {
        record Mine(Job job) implements Claim {}

        record NoPlace() implements Claim {}

        record NoRow() implements Claim {}

        record Over() implements Claim {}
    }

    JobExecution(
            TenantDatabase database,
            JobRepository repository,
            JobAnnouncements announcements,
            JobSettings settings,
            Clock clock,
            JobObserver observer) {
        this.database = database;
        this.repository = repository;
        this.announcements = announcements;
        this.settings = settings;
        this.clock = clock;
        this.observer = observer;
    }

    void register(JobHandler handler) {
        if (handlers.putIfAbsent(handler.kind(), handler) != null) {
            throw new IllegalArgumentException("expected one handler a kind, got a second for " + handler.kind());
        }
    }

    JobHandler requireHandler(String kind) {
        JobHandler handler = handlers.get(kind);
        if (handler == null) {
            throw new IllegalStateException(
                    "expected one of the registered kinds " + handlers.keySet() + ", got " + kind);
        }
        return handler;
    }

    CompletionHandler<JobReference> run(TaskInstance<JobReference> task, ExecutionContext context) {
        JobReference reference = task.getData();
        try {
            return switch (database.inTransaction(reference.tenantId(), tx -> claim(tx, reference.job()))) {
                case Claim.Mine(Job job) -> {
                    observed(reference, job, context.getExecution().consecutiveFailures);
                    wakeNext(reference.tenantId(), context.getSchedulerClient());
                    yield remove();
                }
                case Claim.NoPlace() -> after(UNTIL_PLACE_IS_LOOKED_FOR_AGAIN);
                case Claim.NoRow() -> mayStillAppear(reference) ? after(UNTIL_ROW_IS_LOOKED_FOR_AGAIN) : remove();
                case Claim.Over() -> remove();
            };
        } catch (TenantUnavailableException suspended) {
            return after(UNTIL_TENANT_IS_LOOKED_FOR_AGAIN);
        }
    }

    /** Each time twice as long after; how often is for the next run to see, so that the row ends as well. */
    void retry(ExecutionComplete complete, ExecutionOperations<JobReference> operations) {
        int failures = Math.min(complete.getExecution().consecutiveFailures, MOST_DOUBLINGS);
        operations.reschedule(complete, clock.instant().plus(FIRST_RETRY_AFTER.multipliedBy(1L << failures)));
    }

    private Claim claim(TenantTransaction tx, UUID id) {
        Job job = repository.find(tx, id).orElse(null);
        if (job == null) {
            return new Claim.NoRow();
        }
        if (job.status().isOver()) {
            return new Claim.Over();
        }
        if (job.status() == JobStatus.QUEUED) {
            repository.lockPlaces(tx);
            if (repository.running(tx, id) >= settings.perTenant()) {
                return new Claim.NoPlace();
            }
        }
        if (!repository.start(tx, id)) {
            return new Claim.Over();
        }
        announcements.announce(tx, id);
        return new Claim.Mine(job);
    }

    private void observed(JobReference reference, Job job, int failures) {
        try (ObservedJob observed = observer.begin(reference.tenant(), job.id(), job.kind(), reference.traceparent())) {
            observed.ended(attempt(reference.tenantId(), job, failures));
        }
    }

    private Outcome attempt(TenantId tenant, Job job, int failures) {
        if (failures >= settings.attempts()) {
            LOG.error("job {} of kind {} failed {} times and is given up", job.id(), job.kind(), failures);
            database.inTransaction(tenant, tx -> {
                repository.fail(tx, job.id(), Json.text(Map.of("code", FAILED_CODE)));
                announcements.announce(tx, job.id());
                return true;
            });
            return Outcome.FAILED;
        }
        if (job.cancelRequested()) {
            return stopped(tenant, job);
        }
        try {
            var run = new JobRun(database, repository, announcements, tenant, job, System::nanoTime);
            JobEffect effect = requireHandler(job.kind()).prepare(run);
            return database.inTransaction(tenant, tx -> finish(tx, job, effect.apply(tx)));
        } catch (JobStoppedException stopped) {
            return stopped(tenant, job);
        }
    }

    /** The fence: whoever comes second finds the job no longer running, and what it did is rolled back. */
    private Outcome finish(TenantTransaction tx, Job job, JobResult result) {
        JobStatus status = result.succeeded() ? JobStatus.SUCCEEDED : JobStatus.FAILED;
        if (!repository.finish(tx, job.id(), status, Json.text(result.result()))) {
            throw new JobStoppedException();
        }
        announcements.announce(tx, job.id());
        return result.succeeded() ? Outcome.SUCCEEDED : Outcome.FAILED;
    }

    private Outcome stopped(TenantId tenant, Job job) {
        boolean cancelled = database.inTransaction(tenant, tx -> {
            boolean ended = repository.cancelled(tx, job.id());
            announcements.announce(tx, job.id());
            return ended;
        });
        LOG.info("job {} of kind {} {}", job.id(), job.kind(), cancelled ? "was cancelled" : "had ended elsewhere");
        return Outcome.CANCELLED;
    }

    private void wakeNext(TenantId tenant, SchedulerClient scheduler) {
        database.inTransaction(tenant, repository::nextQueued)
                .ifPresent(next -> JobFeature.pullForward(
                        scheduler, JobReference.instance(tenant.value(), next), clock.instant()));
    }

    private boolean mayStillAppear(JobReference reference) {
        return clock.instant()
                .isBefore(Instant.ofEpochMilli(reference.submittedAtMillis()).plus(ROW_APPEARS_WITHIN));
    }

    private static CompletionHandler<JobReference> remove() {
        return (complete, operations) -> operations.remove();
    }

    private CompletionHandler<JobReference> after(Duration pause) {
        return (complete, operations) ->
                operations.reschedule(complete, clock.instant().plus(pause));
    }
}
