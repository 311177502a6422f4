package com.planitai.kpi.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.observation.Observation;
import com.planitai.kpi.server.observation.ObservationSettings;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final JobSettings QUICK =
            new JobSettings(4, 1, 2, Duration.ofMillis(100), Duration.ofMillis(500), 4);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicInteger prepared = new AtomicInteger();
    private Tenant tenant;
    private final Observation observation = Observation.open(ObservationSettings.WITHOUT_TRACES);
    private JobFeature jobs;

    @BeforeEach
    void open() {
        tenant = POSTGRES.newTenant("t-" + UUID.randomUUID().toString().substring(0, 8));
        jobs = feature();
    }

    @AfterEach
    void close() {
        jobs.close();
        observation.close();
    }

    @Test
    void recordsEffectAndResultTogether() {
        jobs.register(effectOnce("count"));
        jobs.start();

        Job job = await(submit("count"));

        assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(job.result()).isEqualTo("{\"answer\": 42}");
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void remindsUntilItIsDone() throws InterruptedException {
        var calls = new LinkedBlockingQueue<String>();
        jobs.register(new Reminder() {
            @Override
            public String kind() {
                return "once-more";
            }

            @Override
            public Optional<Duration> due(TenantId of, String subject) {
                calls.add(of.equals(tenant.id()) ? subject : "of another tenant");
                return prepared.incrementAndGet() == 1 ? Optional.of(Duration.ofMillis(10)) : Optional.empty();
            }
        });
        jobs.start();

        jobs.remind(tenant.id(), "once-more", "a/file", Duration.ofMillis(10));

        assertThat(calls.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("a/file");
        assertThat(calls.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("a/file");
    }

    @Test
    void takesUpJobOfAProcessThatDiedWhileRunningIt() {
        jobs.register(effectOnce("count"));
        UUID id = submit("count");
        PostgresExtension.execute(
                POSTGRES.database(),
                "UPDATE directory.scheduled_tasks SET picked = true, picked_by = 'dead',"
                        + " last_heartbeat = now() - interval '21 seconds', execution_time = now() - interval '30 seconds'"
                        + " WHERE task_instance LIKE '%" + id + "'");
        update("UPDATE job SET status = 'RUNNING', started_at = now() WHERE id = '" + id + "'");

        jobs.start();

        assertThat(await(id).status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void runsJobWhoseProcessDiedBeforePullingItForward() {
        jobs.register(effectOnce("count"));
        UUID id = submit("count");
        PostgresExtension.execute(
                POSTGRES.database(),
                "UPDATE directory.scheduled_tasks SET execution_time = now() + interval '1 second'"
                        + " WHERE task_instance LIKE '%" + id + "'");

        jobs.start();

        assertThat(await(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void forgetsJobWhoseTransactionRolledBack() {
        jobs.register(effectOnce("count"));
        jobs.start();

        try {
            POSTGRES.tenancy().database().inTransaction(tenant.id(), tx -> {
                jobs.submit(tx, "count", Map.of(), null);
                throw new IllegalStateException("on purpose");
            });
        } catch (IllegalStateException onPurpose) {
            assertThat(onPurpose).hasMessage("on purpose");
        }

        assertThat(prepared.get()).isZero();
    }

    @Test
    void rollsBackEffectOfAnAttemptThatCameTooLate() {
        jobs.register(handler("late", run -> tx -> {
            write(tx);
            update("UPDATE job SET status = 'SUCCEEDED', finished_at = now() WHERE id = '" + run.id() + "'");
            prepared.incrementAndGet();
            return JobResult.succeeded(Map.of());
        }));
        jobs.start();

        UUID id = submit("late");
        await(id);
        awaitTrue(() -> prepared.get() == 1 && queued(id) == 0);

        assertThat(effects()).isZero();
    }

    @Test
    void stopsRunningJobAtItsNextReport() throws InterruptedException {
        var begun = new CountDownLatch(1);
        jobs.register(handler("endless", run -> {
            long done = 0;
            while (done >= 0) {
                run.report(done++, null);
                begun.countDown();
                Thread.onSpinWait();
            }
            return tx -> JobResult.succeeded(Map.of());
        }));
        jobs.start();
        UUID id = submit("endless");
        begun.await();

        var cancellation =
                POSTGRES.tenancy().database().inTransaction(tenant.id(), tx -> jobs.cancel(tx, "endless", id));

        assertThat(cancellation).isInstanceOf(JobCancellation.Accepted.class);
        assertThat(await(id).status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void cancelsQueuedJobAtOnceAndKnowsNoOthers() {
        jobs.register(effectOnce("count"));
        UUID id = submit("count");

        var first = POSTGRES.tenancy().database().inTransaction(tenant.id(), tx -> jobs.cancel(tx, "count", id));
        var second = POSTGRES.tenancy().database().inTransaction(tenant.id(), tx -> jobs.cancel(tx, "count", id));
        var none = POSTGRES.tenancy().database().inTransaction(tenant.id(), tx -> jobs.cancel(tx, "other", id));

        assertThat(first)
                .isInstanceOfSatisfying(
                        JobCancellation.Accepted.class,
                        accepted -> assertThat(accepted.job().status()).isEqualTo(JobStatus.CANCELLED));
        assertThat(second).isInstanceOf(JobCancellation.AlreadyOver.class);
        assertThat(none).isInstanceOf(JobCancellation.NoSuchJob.class);
    }

    @Test
    void givesUpOnAHandlerThatAlwaysFails() {
        jobs.register(handler("broken", run -> {
            prepared.incrementAndGet();
            throw new IllegalStateException("on purpose");
        }));
        jobs.start();

        Job job = await(submit("broken"));

        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.result()).contains("JOB_FAILED");
        assertThat(prepared.get()).isEqualTo(QUICK.attempts());
    }

    @Test
    void runsNoMoreJobsOfATenantAtOnceThanAllowed() {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        jobs.register(handler("crowd", run -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            run.report(1, null);
            running.decrementAndGet();
            return tx -> JobResult.succeeded(Map.of());
        }));
        jobs.start();

        var ids =
                java.util.stream.Stream.generate(() -> submit("crowd")).limit(4).toList();

        ids.forEach(id -> assertThat(await(id).status()).isEqualTo(JobStatus.SUCCEEDED));
        assertThat(most.get()).isEqualTo(1);
    }

    private JobFeature feature() {
        return JobFeature.create(
                POSTGRES.tenancy().database(),
                POSTGRES.tenancy().directoryDatabase(),
                POSTGRES.tenancy().schedulerDataSource(),
                QUICK,
                Clock.systemUTC(),
                UUID::randomUUID,
                observation);
    }

    private JobHandler effectOnce(String kind) {
        return handler(kind, run -> {
            prepared.incrementAndGet();
            run.report(1, 2L);
            return tx -> {
                write(tx);
                return JobResult.succeeded(Map.of("answer", 42));
            };
        });
    }

    private static JobHandler handler(String kind, java.util.function.Function<JobRun, JobEffect> work) {
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

    private static void write(com.planitai.kpi.tenancy.TenantTransaction tx) {
        tx.createUpdate("INSERT INTO data_batch (id, kind) VALUES (gen_random_uuid(), 'effect')")
                .execute();
    }

    private UUID submit(String kind) {
        return POSTGRES.tenancy().database().inTransaction(tenant.id(), tx -> jobs.submit(tx, kind, Map.of(), null));
    }

    private Job find(UUID id) {
        return POSTGRES.tenancy()
                .database()
                .reading(tenant.id(), tx -> new JobRepository().find(tx, id).orElseThrow());
    }

    private Job await(UUID id) {
        awaitTrue(() -> find(id).status().isOver());
        return find(id);
    }

    private static void awaitTrue(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private void update(String sql) {
        POSTGRES.tenancy()
                .database()
                .inTransaction(tenant.id(), tx -> tx.createUpdate(sql).execute());
    }

    private int effects() {
        return POSTGRES.tenancy()
                .database()
                .reading(
                        tenant.id(),
                        tx -> tx.createQuery("SELECT count(*) FROM data_batch WHERE kind = 'effect'")
                                .mapTo(Integer.class)
                                .one());
    }

    private static int queued(UUID id) {
        return PostgresExtension.query(
                        POSTGRES.database(),
                        "SELECT task_instance FROM directory.scheduled_tasks WHERE task_instance LIKE '%" + id + "'")
                .size();
    }
}
