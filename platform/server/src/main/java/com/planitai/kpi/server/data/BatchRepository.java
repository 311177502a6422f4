package com.planitai.kpi.server.data;

import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code data_batch}, each with its event for the audit. */
final class BatchRepository {
    private static final String INSERT = """
            WITH origin AS (
              INSERT INTO data_batch (id, kind, import_id, created_by, inserted, updated, unchanged, version)
              VALUES (:batch, :kind, CAST(:import AS uuid), CAST(:user AS uuid), :inserted, :updated, :unchanged, :version)
            )
            INSERT INTO audit_event (actor, action, target, detail)
            VALUES (CAST(:user AS uuid), 'data.write', 'batch:' || CAST(:batch AS text),
              jsonb_build_object('kind', CAST(:kind AS text), 'inserted', CAST(:inserted AS int),
                'updated', CAST(:updated AS int), 'unchanged', CAST(:unchanged AS int)))
            """;
    private static final String OF_IMPORT = """
            SELECT batch.id, batch.version, revert.id AS reverted_by
            FROM data_batch AS batch
            LEFT JOIN data_batch AS revert ON revert.reverts = batch.id
            WHERE batch.import_id = :import AND batch.reverts IS NULL
            """;

    /**
     * What an import wrote.
     *
     * @param version of the tenant since; null of a batch of an earlier release
     * @param revertedBy the batch that took it back
     */
    record Written(
            UUID id, @Nullable Long version, @Nullable UUID revertedBy) {}

    void insert(TenantTransaction tx, Batch batch, long version, WriteResult.Counts counts) {
        tx.createUpdate(INSERT)
                .bind("batch", batch.id())
                .bind("kind", batch.kind())
                .bind("import", batch.importId())
                .bind("user", batch.user())
                .bind("version", version)
                .bind("inserted", counts.inserted())
                .bind("updated", counts.updated())
                .bind("unchanged", counts.unchanged())
                .execute();
    }

    Optional<Written> ofImport(TenantTransaction tx, UUID importId) {
        return tx.createQuery(OF_IMPORT)
                .bind("import", importId)
                .map((row, context) -> new Written(
                        row.getObject("id", UUID.class),
                        row.getObject("version", Long.class),
                        row.getObject("reverted_by", UUID.class)))
                .findOne();
    }
}
