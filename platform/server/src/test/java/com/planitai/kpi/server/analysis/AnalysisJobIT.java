package com.planitai.kpi.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.ProblemException;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Role;
import com.planitai.kpi.server.job.Job;
import com.planitai.kpi.server.job.JobFeature;
import com.planitai.kpi.server.job.JobSettings;
import com.planitai.kpi.server.job.JobStatus;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.observation.Observation;
import com.planitai.kpi.server.observation.ObservationSettings;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.tree.TreeFeature;
import com.planitai.kpi.tenancy.Tenant;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Analyses as jobs, on an instance that takes them up only when it is told to. */
class AnalysisJobIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);
    private static final JobSettings QUICK =
            new JobSettings(4, 2, 2, Duration.ofMillis(100), Duration.ofMillis(500), 4);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long CACHE_BYTES = 1_000_000;
    private static final AnalysisInput TREND =
            new AnalysisInput(null, "orders", "2026-10", List.of("trend", "forecast"), null, null, 2);

    private final Observation observation = Observation.open(ObservationSettings.WITHOUT_TRACES);
    private Tenant tenant;
    private JobFeature jobs;
    private AnalysisService analyses;

    @BeforeEach
    void open() {
        tenant = POSTGRES.newTenant("a-" + UUID.randomUUID().toString().substring(0, 8));
        sql("INSERT INTO kpi (code, name, unit, grain, rollup) VALUES"
                + " ('orders', 'Orders', '{\"type\": \"COUNT\"}', 'MONTH', 'SUM')");
        sql("""
                INSERT INTO observation (kpi_id, scenario, period, value, version, batch)
                SELECT id, 'actual', month, 100 + month % 7, 1, '00000000-0000-0000-0000-000000000001'
                FROM kpi, generate_series(2026 * 12 - 40, 2026 * 12 + 9) AS month
                """);
        var database = POSTGRES.tenancy().database();
        jobs = JobFeature.create(
                database,
                POSTGRES.tenancy().directoryDatabase(),
                POSTGRES.tenancy().schedulerDataSource(),
                QUICK,
                Clock.systemUTC(),
                UUID::randomUUID,
                observation);
        var kpis = KpiFeature.create(database, CLOCK, UUID::randomUUID);
        var snapshots = SnapshotFeature.create(
                database, POSTGRES.tenancy().versions(), kpis, TreeFeature.source(), CACHE_BYTES, CLOCK);
        jobs.register(new AnalysisJob(snapshots, CLOCK));
        analyses = new AnalysisService(database, jobs);
    }

    @AfterEach
    void close() {
        jobs.close();
        observation.close();
    }

    @Test
    void beginsAnewWhereAProcessDiedAndFindsTheSame() {
        UUID interrupted = submit(TREND);
        PostgresExtension.execute(
                POSTGRES.database(),
                "UPDATE directory.scheduled_tasks SET picked = true, picked_by = 'dead',"
                        + " last_heartbeat = now() - interval '21 seconds', execution_time = now() - interval '30 seconds'"
                        + " WHERE task_instance LIKE '%" + interrupted + "'");
        sql("UPDATE job SET status = 'RUNNING', started_at = now(), done = 1, total = 302 WHERE id = '" + interrupted
                + "'");
        UUID other = submit(TREND);

        jobs.start();

        Job resumed = await(interrupted);
        assertThat(resumed.status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(resumed.result())
                .contains("\"slope\"")
                .contains("\"mean\"")
                .isEqualTo(await(other).result());
        assertThat(resumed.done()).isEqualTo(resumed.total());
    }

    @Test
    void failsWithTheFaultWhenWhatItIsOfHasGone() {
        UUID id = submit(new AnalysisInput(null, "gone", "2026-10", List.of("trend"), null, null, null));
        jobs.start();

        Job job = await(id);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        var wire = Json.MAPPER.valueToTree(AnalysisWire.of(job, Locale.ENGLISH));
        assertThat(wire.at("/errors/0/code").asText()).isEqualTo("UNKNOWN_KPI");
        assertThat(wire.at("/errors/0/pointer").asText()).isEqualTo("/kpi");
        assertThat(wire.at("/errors/0/message").asText()).contains("gone");
        assertThat(wire.path("facts")).isEmpty();
    }

    @Test
    void cancelsAQueuedOneAtOnce() {
        UUID id = submit(TREND);
        analyses.cancel(member(7), id);

        assertThat(analyses.find(tenant.id(), id).orElseThrow().status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(analyses.list(tenant.id(), null, 10))
                .singleElement()
                .satisfies(listed -> assertThat(listed.result()).isNull());
    }

    @Test
    void letsAViewerCancelNoOneElsesAndNobodyFillTheQueue() {
        UUID id = submit(TREND);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> analyses.cancel(member(8), id))
                .satisfies(refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.NOT_ALLOWED));

        for (int waiting = 1; waiting < AnalysisService.MAX_UNFINISHED; waiting++) {
            submit(TREND);
        }
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> submit(TREND))
                .satisfies(refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.RATE_LIMITED));
    }

    private UUID submit(AnalysisInput input) {
        return analyses.submit(member(7), input).id();
    }

    private Caller.Member member(long user) {
        return new Caller.Member(tenant.id(), new UUID(0, user), Role.VIEWER);
    }

    private Job await(UUID id) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Job job = analyses.find(tenant.id(), id).orElseThrow();
        while (!job.status().isOver() && System.nanoTime() < end) {
            Thread.onSpinWait();
            job = analyses.find(tenant.id(), id).orElseThrow();
        }
        return job;
    }

    private void sql(String sql) {
        POSTGRES.tenancy()
                .database()
                .inTransaction(tenant.id(), tx -> tx.createUpdate(sql).execute());
    }
}
