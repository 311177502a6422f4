package com.planitai.kpi.server.data;

import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code data_import} and, for as long as the file is kept, of {@code import_fault}. */
final class ImportRepository {
    private static final String INSERT = """
            INSERT INTO data_import (id, job, file, file_until)
            VALUES (:job, :job, :file, :until)
            """;
    private static final String FIND = """
            SELECT id, job, revert_job, file, file_until, file_until > now() AS file_kept
            FROM data_import
            WHERE id = :id
            """;
    private static final String LOCK = """
            SELECT id, job, revert_job, file, file_until, file_until > now() AS file_kept
            FROM data_import
            WHERE id = :id
            FOR UPDATE
            """;
    private static final String OF_JOB = """
            SELECT id, job, revert_job, file, file_until, file_until > now() AS file_kept
            FROM data_import
            WHERE job = :job OR revert_job = :job
            FOR UPDATE
            """;
    private static final String OF_FILE = """
            SELECT id, job, revert_job, file, file_until, file_until > now() AS file_kept
            FROM data_import
            WHERE file = :file
            FOR UPDATE
            """;
    private static final String LIST = """
            SELECT id, job, revert_job, file, file_until, file_until > now() AS file_kept
            FROM data_import
            WHERE CAST(:after AS uuid) IS NULL
              OR (created_at, id) < (SELECT created_at, id FROM data_import WHERE id = :after)
            ORDER BY created_at DESC, id DESC
            LIMIT :limit
            """;
    private static final String RUN_AGAIN = """
            UPDATE data_import
            SET job = :job
            WHERE id = :id
            """;
    private static final String REVERT = """
            UPDATE data_import
            SET revert_job = :job
            WHERE id = :id
            """;
    private static final String DELETE_FAULTS = """
            DELETE FROM import_fault
            WHERE import_id = :id
            """;
    private static final String INSERT_FAULTS = """
            INSERT INTO import_fault (import_id, ordinal, line, field, code, arguments)
            SELECT :id, ordinal, line, field, code, CAST(arguments AS jsonb)
            FROM unnest(CAST(:lines AS int[]), CAST(:fields AS text[]), CAST(:codes AS text[]),
                        CAST(:arguments AS text[])) WITH ORDINALITY AS fault (line, field, code, arguments, ordinal)
            """;
    private static final String FAULTS = """
            SELECT line, field, code, arguments
            FROM import_fault
            WHERE import_id = :id
            ORDER BY ordinal
            """;

    /**
     * One import, however often it ran.
     *
     * @param job that ran last, or is to run
     * @param revertJob that takes it back
     * @param file path of the stored file
     * @param fileUntil when that is deleted
     * @param fileKept whether that is yet to come
     */
    record Row(UUID id, UUID job, @Nullable UUID revertJob, String file, Instant fileUntil, boolean fileKept) {}

    /** The import has the id of its first job. */
    void insert(TenantTransaction tx, UUID job, String file, Instant until) {
        tx.createUpdate(INSERT)
                .bind("job", job)
                .bind("file", file)
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .execute();
    }

    Optional<Row> find(TenantTransaction tx, UUID id) {
        return tx.createQuery(FIND)
                .bind("id", id)
                .map((row, context) -> row(row))
                .findOne();
    }

    /** Nobody else decides about it until the transaction ends. */
    Optional<Row> lock(TenantTransaction tx, UUID id) {
        return tx.createQuery(LOCK)
                .bind("id", id)
                .map((row, context) -> row(row))
                .findOne();
    }

    Row lockOfJob(TenantTransaction tx, UUID job) {
        return tx.createQuery(OF_JOB)
                .bind("job", job)
                .map((row, context) -> row(row))
                .one();
    }

    Optional<Row> lockOfFile(TenantTransaction tx, String file) {
        return tx.createQuery(OF_FILE)
                .bind("file", file)
                .map((row, context) -> row(row))
                .findOne();
    }

    /** Newest first, from behind the import {@code after}. */
    List<Row> list(TenantTransaction tx, @Nullable UUID after, int limit) {
        return tx.createQuery(LIST)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> row(row))
                .list();
    }

    void runAgain(TenantTransaction tx, UUID id, UUID job) {
        tx.createUpdate(RUN_AGAIN).bind("id", id).bind("job", job).execute();
    }

    void revert(TenantTransaction tx, UUID id, UUID job) {
        tx.createUpdate(REVERT).bind("id", id).bind("job", job).execute();
    }

    /** In place of those of an earlier run. */
    void replaceFaults(TenantTransaction tx, UUID id, List<ImportReport.Line> faults) {
        deleteFaults(tx, id);
        if (faults.isEmpty()) {
            return;
        }
        tx.createUpdate(INSERT_FAULTS)
                .bind("id", id)
                .bindArray(
                        "lines",
                        Integer.class,
                        faults.stream().map(ImportReport.Line::line).toArray())
                .bindArray(
                        "fields",
                        String.class,
                        faults.stream().map(ImportReport.Line::column).toArray())
                .bindArray(
                        "codes",
                        String.class,
                        faults.stream().map(ImportReport.Line::code).toArray())
                .bindArray(
                        "arguments",
                        String.class,
                        faults.stream()
                                .map(fault -> Json.text(fault.arguments()))
                                .toArray())
                .execute();
    }

    void deleteFaults(TenantTransaction tx, UUID id) {
        tx.createUpdate(DELETE_FAULTS).bind("id", id).execute();
    }

    /** In the order of the file. */
    List<ImportReport.Line> faults(TenantTransaction tx, UUID id) {
        return tx.createQuery(FAULTS)
                .bind("id", id)
                .map((row, context) -> new ImportReport.Line(
                        row.getInt("line"),
                        row.getString("field"),
                        row.getString("code"),
                        texts(row.getString("arguments"))))
                .list();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> texts(String json) {
        return Json.read(json, Map.class);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getObject("job", UUID.class),
                row.getObject("revert_job", UUID.class),
                row.getString("file"),
                row.getObject("file_until", OffsetDateTime.class).toInstant(),
                row.getBoolean("file_kept"));
    }
}
