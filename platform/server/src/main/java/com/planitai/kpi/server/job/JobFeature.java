package com.planitai.kpi.server.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.observation.JobObserver;
import com.planitai.kpi.server.observation.Observation;
import com.planitai.kpi.tenancy.DirectoryDatabase;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Long work of tenants. A job is a row of its tenant; the scheduler's queue, in the directory, holds only the reference.
 *
 * <p>The two cannot be written in one transaction, as a tenant's role does not reach the directory. So the reference is
 * queued first, for a little later, and pulled forward after the commit: when the process dies between the commit and
 * that moment the job still runs, and a reference whose transaction never committed finds no row and goes away. Nothing
 * has to sweep all tenants.
 */
public final class JobFeature implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobFeature.class);

    static final TaskDescriptor<JobReference> TASK = TaskDescriptor.of("job", JobReference.class);

    /** When a job runs whose process died before it could be pulled forward. */
    static final Duration SAFETY_NET = Duration.ofSeconds(10);

    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    private final JobRepository repository;
    private final JobAnnouncements announcements;
    private final JobExecution execution;
    private final Scheduler scheduler;
    private final Reminders reminders;
    private final QueueWatch watch;
    private final JobObserver observer;
    private final Clock clock;
    private final Supplier<UUID> ids;

    private JobFeature(
            JobRepository repository,
            JobAnnouncements announcements,
            JobExecution execution,
            Scheduler scheduler,
            Reminders reminders,
            QueueWatch watch,
            JobObserver observer,
            Clock clock,
            Supplier<UUID> ids) {
        this.repository = repository;
        this.announcements = announcements;
        this.execution = execution;
        this.scheduler = scheduler;
        this.reminders = reminders;
        this.watch = watch;
        this.observer = observer;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Runs nothing until {@link #start}.
     *
     * @param queue {@code Tenancy.schedulerDataSource()}
     * @param directory where that queue is looked at
     * @param ids of jobs; must not repeat
     */
    public static JobFeature create(
            TenantDatabase database,
            DirectoryDatabase directory,
            DataSource queue,
            JobSettings settings,
            Clock clock,
            Supplier<UUID> ids,
            Observation observation) {
        var repository = new JobRepository();
        var announcements = new JobAnnouncements(repository);
        var execution = new JobExecution(database, repository, announcements, settings, clock, observation.jobs());
        var watch = new QueueWatch(directory, new QueueRepository(), clock);
        watch.publish(observation);
        var reminders = new Reminders(clock);
        Scheduler scheduler = Scheduler.create(
                        queue,
                        Tasks.custom(TASK)
                                .onFailure(execution::retry)
                                .onDeadExecutionRevive()
                                .execute(execution::run),
                        reminders.task())
                .tableName("directory.scheduled_tasks")
                .serializer(new JsonState())
                .schedulerName(new SchedulerName.Fixed(
                        "instance-" + ProcessHandle.current().pid() + "-" + ids.get()))
                .threads(settings.workers())
                .enableImmediateExecution()
                .pollingInterval(settings.poll())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(settings.missedHeartbeats())
                .shutdownMaxWait(LONGEST_STOP)
                .failureLogging(LogLevel.WARN, true)
                .clock(clock::instant)
                .build();
        return new JobFeature(
                repository, announcements, execution, scheduler, reminders, watch, observation.jobs(), clock, ids);
    }

    /** Before {@link #start}; one handler a kind. */
    public void register(JobHandler handler) {
        execution.register(handler);
    }

    /** Before {@link #start}: tells what becomes of jobs that this instance takes in, runs or cancels. */
    public void listen(JobListener listener) {
        announcements.listen(listener);
    }

    /** Before {@link #start}; one a kind. */
    public void register(Reminder reminder) {
        reminders.register(reminder);
    }

    /**
     * Has the reminder of this kind called after that time, on some instance. It outlives this process, and
     * comes even if what it is about never happens: ask for it first.
     *
     * @param subject what the reminder is about; one reminder a subject
     * @return when it comes at the earliest
     */
    public Instant remind(TenantId tenant, String kind, String subject, Duration after) {
        Instant at = clock.instant().plus(after);
        reminders.schedule(scheduler, new Reminders.Reference(tenant.value(), kind, subject), at);
        return at;
    }

    public void start() {
        scheduler.start();
        watch.start(QueueWatch.BETWEEN_LOOKS);
    }

    /** Lets running jobs end for a while; what does not end is taken up by another instance or the next start. */
    @Override
    public void close() {
        watch.close();
        scheduler.stop();
    }

    /**
     * Queues a job that runs once the transaction has committed, and not at all when it does not.
     *
     * @param request becomes JSON
     * @param user who asked, null for the system
     */
    public UUID submit(TenantTransaction tx, String kind, Object request, @Nullable UUID user) {
        execution.requireHandler(kind);
        UUID id = ids.get();
        Instant now = clock.instant();
        var reference = new JobReference(tx.tenant().value(), id, now.toEpochMilli(), observer.origin());
        scheduler.scheduleIfNotExists(
                TASK.instance(reference.instance()).data(reference).build(), now.plus(SAFETY_NET));
        repository.insert(tx, id, kind, Json.text(request), user);
        announcements.announce(tx, id);
        tx.afterCommit(() -> pullForward(scheduler, reference.instance(), clock.instant()));
        return id;
    }

    public Optional<Job> find(TenantTransaction tx, String kind, UUID id) {
        return repository.find(tx, id).filter(job -> job.kind().equals(kind));
    }

    /** Those that are there, whatever their kind, by id. */
    public Map<UUID, Job> findAll(TenantTransaction tx, Collection<UUID> ids) {
        return repository.findAll(tx, ids).stream().collect(Collectors.toMap(Job::id, Function.identity()));
    }

    /** Newest first, from behind the job {@code after}. */
    public List<Job> list(TenantTransaction tx, String kind, @Nullable UUID after, int limit) {
        return repository.list(tx, kind, after, limit);
    }

    /** The same, each as if it had no result yet: for kinds whose results are large. */
    public List<Job> listWithoutResults(TenantTransaction tx, String kind, @Nullable UUID after, int limit) {
        return repository.listWithoutResults(tx, kind, after, limit);
    }

    /** How many of a kind the tenant has waiting or running. */
    public long unfinished(TenantTransaction tx, String kind) {
        return repository.unfinished(tx, kind);
    }

    public JobCancellation cancel(TenantTransaction tx, String kind, UUID id) {
        boolean accepted = repository.requestCancel(tx, kind, id);
        if (accepted) {
            announcements.announce(tx, id);
        }
        return find(tx, kind, id)
                .<JobCancellation>map(
                        job -> accepted ? new JobCancellation.Accepted(job) : new JobCancellation.AlreadyOver(job))
                .orElseGet(JobCancellation.NoSuchJob::new);
    }

    /** Nothing to do for one that was picked, or has ended, in the meantime. */
    static void pullForward(SchedulerClient scheduler, String instance, Instant now) {
        try {
            scheduler.reschedule(TASK.instanceId(instance), now);
        } catch (TaskInstanceException picked) {
            LOG.debug("{} needs no pulling forward", instance, picked);
        }
    }
}
