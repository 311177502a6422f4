package com.planitai.kpi.server.job;

import com.planitai.kpi.tenancy.TenantTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs of a tenant. Every change of status names the status it leaves, so that of two who try only one does. */
final class JobRepository {
    private static final String INSERT = """
            INSERT INTO job (id, kind, status, request, created_by)
            VALUES (:id, :kind, 'QUEUED', :request::jsonb, :user)
            """;
    private static final String FIND = """
            SELECT id, kind, status, done, total, request, result, cancel_requested, created_at, created_by, finished_at
            FROM job
            WHERE id = :id
            """;
    private static final String FIND_ALL = """
            SELECT id, kind, status, done, total, request, result, cancel_requested, created_at, created_by, finished_at
            FROM job
            WHERE id = ANY(:ids)
            """;
    private static final String UNFINISHED = """
            SELECT count(*)
            FROM job
            WHERE kind = :kind AND finished_at IS NULL
            """;
    private static final String LIST = """
            SELECT id, kind, status, done, total, request, result, cancel_requested, created_at, created_by, finished_at
            FROM job
            WHERE kind = :kind
              AND (CAST(:after AS uuid) IS NULL
                OR (created_at, id) < (SELECT created_at, id FROM job WHERE id = :after AND kind = :kind))
            ORDER BY created_at DESC, id DESC
            LIMIT :limit
            """;
    private static final String LIST_WITHOUT_RESULTS = """
            SELECT id, kind, status, done, total, request, NULL AS result, cancel_requested, created_at, created_by,
                finished_at
            FROM job
            WHERE kind = :kind
              AND (CAST(:after AS uuid) IS NULL
                OR (created_at, id) < (SELECT created_at, id FROM job WHERE id = :after AND kind = :kind))
            ORDER BY created_at DESC, id DESC
            LIMIT :limit
            """;
    /** Held until commit, so that two jobs of a tenant do not both take its last place. */
    private static final String LOCK_PLACES = """
            SELECT pg_advisory_xact_lock(hashtext('job'), hashtext(current_schema()))::text
            """;

    private static final String RUNNING = """
            SELECT count(*)
            FROM job
            WHERE status = 'RUNNING' AND id <> :id
            """;
    private static final String START = """
            UPDATE job
            SET status = 'RUNNING', started_at = coalesce(started_at, now())
            WHERE id = :id AND status IN ('QUEUED', 'RUNNING')
            """;
    private static final String REPORT = """
            UPDATE job
            SET done = :done, total = :total
            WHERE id = :id AND status = 'RUNNING'
            RETURNING cancel_requested
            """;
    private static final String FINISH = """
            UPDATE job
            SET status = :status, result = :result::jsonb, finished_at = clock_timestamp(), done = coalesce(total, done)
            WHERE id = :id AND status = 'RUNNING' AND NOT cancel_requested
            """;
    private static final String FAIL = """
            UPDATE job
            SET status = 'FAILED', result = :result::jsonb, finished_at = now()
            WHERE id = :id AND status IN ('QUEUED', 'RUNNING')
            """;
    private static final String CANCELLED = """
            UPDATE job
            SET status = 'CANCELLED', finished_at = now()
            WHERE id = :id AND status IN ('QUEUED', 'RUNNING') AND cancel_requested
            """;
    private static final String REQUEST_CANCEL = """
            UPDATE job
            SET cancel_requested = true,
                status = CASE status WHEN 'QUEUED' THEN 'CANCELLED' ELSE status END,
                finished_at = CASE status WHEN 'QUEUED' THEN now() END
            WHERE id = :id AND kind = :kind AND status IN ('QUEUED', 'RUNNING')
            """;
    private static final String NEXT_QUEUED = """
            SELECT id
            FROM job
            WHERE status = 'QUEUED'
            ORDER BY created_at, id
            LIMIT 1
            """;

    void insert(TenantTransaction tx, UUID id, String kind, String request, @Nullable UUID user) {
        tx.createUpdate(INSERT)
                .bind("id", id)
                .bind("kind", kind)
                .bind("request", request)
                .bind("user", user)
                .execute();
    }

    Optional<Job> find(TenantTransaction tx, UUID id) {
        return tx.createQuery(FIND)
                .bind("id", id)
                .map((row, context) -> job(row))
                .findOne();
    }

    List<Job> findAll(TenantTransaction tx, Collection<UUID> ids) {
        return tx.createQuery(FIND_ALL)
                .bindArray("ids", UUID.class, ids.toArray())
                .map((row, context) -> job(row))
                .list();
    }

    long unfinished(TenantTransaction tx, String kind) {
        return tx.createQuery(UNFINISHED).bind("kind", kind).mapTo(Long.class).one();
    }

    List<Job> list(TenantTransaction tx, String kind, @Nullable UUID after, int limit) {
        return list(tx, LIST, kind, after, limit);
    }

    List<Job> listWithoutResults(TenantTransaction tx, String kind, @Nullable UUID after, int limit) {
        return list(tx, LIST_WITHOUT_RESULTS, kind, after, limit);
    }

    private static List<Job> list(TenantTransaction tx, String sql, String kind, @Nullable UUID after, int limit) {
        return tx.createQuery(sql)
                .bind("kind", kind)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> job(row))
                .list();
    }

    void lockPlaces(TenantTransaction tx) {
        tx.createQuery(LOCK_PLACES).mapTo(String.class).one();
    }

    /** How many other jobs of the tenant run. */
    int running(TenantTransaction tx, UUID id) {
        return tx.createQuery(RUNNING).bind("id", id).mapTo(Integer.class).one();
    }

    boolean start(TenantTransaction tx, UUID id) {
        return tx.createUpdate(START).bind("id", id).execute() == 1;
    }

    /** Whether somebody asked for a cancellation; empty when the job does not run. */
    Optional<Boolean> report(TenantTransaction tx, UUID id, long done, @Nullable Long total) {
        return tx.createQuery(REPORT)
                .bind("id", id)
                .bind("done", done)
                .bind("total", total)
                .mapTo(Boolean.class)
                .findOne();
    }

    boolean finish(TenantTransaction tx, UUID id, JobStatus status, String result) {
        return tx.createUpdate(FINISH)
                        .bind("id", id)
                        .bind("status", status.name())
                        .bind("result", result)
                        .execute()
                == 1;
    }

    void fail(TenantTransaction tx, UUID id, String result) {
        tx.createUpdate(FAIL).bind("id", id).bind("result", result).execute();
    }

    boolean cancelled(TenantTransaction tx, UUID id) {
        return tx.createUpdate(CANCELLED).bind("id", id).execute() == 1;
    }

    boolean requestCancel(TenantTransaction tx, String kind, UUID id) {
        return tx.createUpdate(REQUEST_CANCEL).bind("id", id).bind("kind", kind).execute() == 1;
    }

    Optional<UUID> nextQueued(TenantTransaction tx) {
        return tx.createQuery(NEXT_QUEUED).mapTo(UUID.class).findOne();
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                JobStatus.valueOf(row.getString("status")),
                row.getLong("done"),
                row.getObject("total", Long.class),
                row.getString("request"),
                row.getString("result"),
                row.getBoolean("cancel_requested"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("created_by", UUID.class),
                instant(row.getObject("finished_at", OffsetDateTime.class)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
