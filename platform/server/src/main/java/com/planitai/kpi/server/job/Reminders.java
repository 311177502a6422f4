package com.planitai.kpi.server.job;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.planitai.kpi.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reminders in the scheduler's queue. Each names its tenant and its subject, so nothing has to look through all tenants,
 * and they come spaced as they were asked for, so no tenant's many hold up another's.
 */
final class Reminders {
    static final TaskDescriptor<Reference> TASK = TaskDescriptor.of("reminder", Reference.class);

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<String, Reminder> reminders = new ConcurrentHashMap<>();

    /** What the queue holds. */
    record Reference(UUID tenant, String kind, String subject) {
        String instance() {
            return kind + "/" + tenant + "/" + subject;
        }
    }

    Reminders(Clock clock) {
        this.clock = clock;
    }

    void register(Reminder reminder) {
        if (reminders.putIfAbsent(reminder.kind(), reminder) != null) {
            throw new IllegalArgumentException("expected one reminder a kind, got a second for " + reminder.kind());
        }
    }

    CustomTask<Reference> task() {
        return Tasks.custom(TASK)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(AFTER_FAILURE))
                .onDeadExecutionRevive()
                .execute(this::run);
    }

    void schedule(SchedulerClient scheduler, Reference reference, Instant at) {
        require(reference.kind());
        scheduler.scheduleIfNotExists(
                TASK.instance(reference.instance()).data(reference).build(), at);
    }

    private CompletionHandler<Reference> run(TaskInstance<Reference> task, ExecutionContext context) {
        Reference reference = task.getData();
        return require(reference.kind())
                .due(new TenantId(reference.tenant()), reference.subject())
                .<CompletionHandler<Reference>>map(pause -> (complete, operations) ->
                        operations.reschedule(complete, clock.instant().plus(pause)))
                .orElse((complete, operations) -> operations.remove());
    }

    private Reminder require(String kind) {
        Reminder reminder = reminders.get(kind);
        if (reminder == null) {
            throw new IllegalStateException(
                    "expected one of the registered kinds " + reminders.keySet() + ", got " + kind);
        }
        return reminder;
    }
}
