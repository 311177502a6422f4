package com.planitai.kpi.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.planitai.kpi.server.observation.Observation;
import com.planitai.kpi.server.observation.ObservationSettings;
import com.planitai.kpi.tenancy.Tenancy;
import com.planitai.kpi.tenancy.TenancyLimits;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What is told of jobs: the log context of their lines, how long they took, and how long the queue is. */
class JobObservationIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final JobSettings QUICK =
            new JobSettings(4, 1, 2, Duration.ofMillis(100), Duration.ofMillis(500), 4);
    private static final long PATIENCE_SECONDS = 20;
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final Observation observation = Observation.open(ObservationSettings.WITHOUT_TRACES);
    private final BlockingQueue<Map<String, String>> contexts = new LinkedBlockingQueue<>();
    private Tenant tenant;
    private JobFeature jobs;

    @BeforeEach
    void open() {
        tenant = POSTGRES.newTenant("t-" + UUID.randomUUID().toString().substring(0, 8));
        jobs = JobFeature.create(
                POSTGRES.tenancy().database(),
                POSTGRES.tenancy().directoryDatabase(),
                POSTGRES.tenancy().schedulerDataSource(),
                QUICK,
                Clock.systemUTC(),
                UUID::randomUUID,
                observation);
    }

    @AfterEach
    void close() {
        jobs.close();
        observation.close();
    }

    @Test
    void everyLineOfAJobSaysWhoseItIsAndWhichRequestQueuedIt() throws InterruptedException {
        jobs.register(kind("noting", run -> {
            contexts.add(MDC.getCopyOfContextMap());
            return transaction -> JobResult.succeeded(Map.of());
        }));
        jobs.start();

        UUID job = submitDuring("00-" + TRACE + "-b7ad6b7169203331-00", "noting");

        assertThat(contexts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("job", job.toString(), "tenant", tenant.id().toString(), "traceId", TRACE));
    }

    @Test
    void attemptsAreTimedByKindAndOutcome() {
        jobs.register(kind("fine", run -> transaction -> JobResult.succeeded(Map.of())));
        jobs.register(kind("faulty", run -> transaction -> JobResult.failed(Map.of())));
        jobs.register(kind("broken", run -> {
            throw new IllegalStateException("on purpose");
        }));
        jobs.start();

        submitDuring(null, "fine");
        submitDuring(null, "faulty");
        submitDuring(null, "broken");

        awaitCount("fine", "succeeded", 1);
        awaitCount("faulty", "failed", 1);
        awaitCount("broken", "retried", 2);
        awaitCount("broken", "failed", 1);
    }

    @Test
    void theQueueIsKnownOnceItWasLookedAt() {
        try (Observation fresh = Observation.open(ObservationSettings.WITHOUT_TRACES)) {
            QueueWatch watch = watch(POSTGRES.tenancy(), fresh);
            PostgresExtension.execute(POSTGRES.database(), "DELETE FROM directory.scheduled_tasks");
            assertThat(figures(fresh)).containsEntry("jobsQueued", "null").containsEntry("jobQueueAgeSeconds", "null");

            watch.look();

            assertThat(figures(fresh)).containsEntry("jobsQueued", "0").containsEntry("jobQueueAgeSeconds", "0");

            queue("late", "-90 seconds", false);
            queue("taken up", "-900 seconds", true);
            queue("later", "1 hour", false);
            queue("reminder", "no job", "-900 seconds", false);
            watch.look();

            assertThat(figures(fresh)).containsEntry("jobsQueued", "2").containsEntry("jobsRunning", "1");
            assertThat(Double.parseDouble(figures(fresh).get("jobQueueAgeSeconds")))
                    .isBetween(90.0, 120.0);
            PostgresExtension.execute(POSTGRES.database(), "DELETE FROM directory.scheduled_tasks");
        }
    }

    @Test
    void theQueueOfADatabaseThatIsAwayIsNotKnown() {
        Tenancy away = POSTGRES.open(POSTGRES.database(), TenancyLimits.DEFAULT);
        try (Observation fresh = Observation.open(ObservationSettings.WITHOUT_TRACES)) {
            QueueWatch watch = watch(away, fresh);
            watch.look();
            assertThat(figures(fresh)).doesNotContainEntry("jobsQueued", "null");
            away.close();

            watch.look();

            assertThat(figures(fresh)).containsEntry("jobsQueued", "null");
        }
    }

    private static QueueWatch watch(Tenancy tenancy, Observation observation) {
        var watch = new QueueWatch(tenancy.directoryDatabase(), new QueueRepository(), Clock.systemUTC());
        watch.publish(observation);
        return watch;
    }

    private static void queue(String instance, String due, boolean picked) {
        queue("job", instance, due, picked);
    }

    private static void queue(String task, String instance, String due, boolean picked) {
        PostgresExtension.execute(
                POSTGRES.database(),
                "INSERT INTO directory.scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                        + " VALUES ('%s', '%s', now() + interval '%s', %s, 1)".formatted(task, instance, due, picked));
    }

    private UUID submitDuring(@Nullable String traceparent, String kind) {
        var request = observation
                .requests()
                .begin(
                        "POST",
                        "/jobs",
                        name -> name.equals("traceparent") ? Optional.ofNullable(traceparent) : Optional.empty());
        try {
            return POSTGRES.tenancy()
                    .database()
                    .inTransaction(tenant.id(), transaction -> jobs.submit(transaction, kind, Map.of(), null));
        } finally {
            request.end(202);
        }
    }

    private void awaitCount(String kind, String outcome, long count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        List<Tag> tags = List.of(Tag.create("kind", kind), Tag.create("outcome", outcome));
        while (observation.registry().timer("job", tags).map(Timer::count).orElse(0L) != count) {
            assertThat(System.nanoTime()).as("%s %s", kind, outcome).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** What a line of figures says now. */
    private static Map<String, String> figures(Observation observation) {
        var logger = (Logger) LoggerFactory.getLogger("figures");
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try {
            observation.figures().write();
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
        return Arrays.stream(lines.list.getFirst().getArgumentArray())
                .map(field -> field.toString().split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
    }

    private static JobHandler kind(String kind, Function<JobRun, JobEffect> work) {
        return new JobHandler() {
            @Override
            public String kind() {
                return kind;
            }

            @Override
            public JobEffect prepare(JobRun run) {
                return work.apply(run);
            }
        };
    }
}
