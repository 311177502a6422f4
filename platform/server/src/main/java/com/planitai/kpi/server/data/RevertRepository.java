package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.Period;
import com.planitai.kpi.server.snapshot.MemberText;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes a batch back: whatever cells still have its values get what they would have had without it. That is the latest
 * value from before it of a batch that was not taken back itself, so that the order in which batches are reverted does not
 * matter; and where there is none, no value. A restored value counts as the batch's that brought it first.
 *
 * <p>The tenant's version must have been raised: from then on nobody else changes a number.
 */
final class RevertRepository {
    private static final String DROP = """
            DROP TABLE IF EXISTS reverted_cell, earlier_value
            """;
    private static final String CELLS = """
            CREATE TEMPORARY TABLE reverted_cell ON COMMIT DROP AS
            SELECT own.id, own.kpi_id, own.scenario, own.members, own.period, known.batch IS NOT NULL AS is_current
            FROM observation_history AS own
            LEFT JOIN observation AS known ON known.kpi_id = own.kpi_id AND known.scenario = own.scenario
              AND known.members = own.members AND known.period = own.period AND known.batch = own.batch
            WHERE own.batch = :reverted AND (CAST(:version AS bigint) IS NULL OR own.version = :version)
            """;
    private static final String ANALYZE_CELLS = """
            ANALYZE reverted_cell
            """;
    /** Not from what a revert wrote: that is a value of an earlier batch again. */
    private static final String EARLIER = """
            CREATE TEMPORARY TABLE earlier_value ON COMMIT DROP AS
            WITH undone AS MATERIALIZED (
              SELECT reverts AS batch FROM data_batch WHERE reverts IS NOT NULL
              UNION
              SELECT id FROM data_batch WHERE reverts IS NOT NULL
            )
            SELECT DISTINCT ON (cell.id) cell.id, past.value, past.batch
            FROM reverted_cell AS cell
            JOIN observation_history AS past ON past.kpi_id = cell.kpi_id AND past.scenario = cell.scenario
              AND past.members = cell.members AND past.period = cell.period AND past.id < cell.id
            WHERE cell.is_current AND past.batch NOT IN (SELECT batch FROM undone)
            ORDER BY cell.id, past.id DESC
            """;

    private static final String ANALYZE_EARLIER = """
            ANALYZE earlier_value
            """;
    private static final String WRITE = """
            WITH restored AS (
              UPDATE observation AS known
              SET value = earlier.value, batch = earlier.batch, version = :version, changed_at = clock_timestamp()
              FROM reverted_cell AS cell
              JOIN earlier_value AS earlier USING (id)
              WHERE cell.is_current AND earlier.value IS NOT NULL
                AND known.kpi_id = cell.kpi_id AND known.scenario = cell.scenario
                AND known.members = cell.members AND known.period = cell.period
            ),
            removed AS (
              DELETE FROM observation AS known
              USING reverted_cell AS cell
              LEFT JOIN earlier_value AS earlier USING (id)
              WHERE cell.is_current AND earlier.value IS NULL
                AND known.kpi_id = cell.kpi_id AND known.scenario = cell.scenario
                AND known.members = cell.members AND known.period = cell.period
            ),
            history AS (
              INSERT INTO observation_history
                (kpi_id, scenario, members, period, value, batch, version, recorded_at, recorded_by)
              SELECT cell.kpi_id, cell.scenario, cell.members, cell.period, earlier.value, :batch, :version,
                clock_timestamp(), CAST(:user AS uuid)
              FROM reverted_cell AS cell
              LEFT JOIN earlier_value AS earlier USING (id)
              WHERE cell.is_current
            ),
            counts AS (
              SELECT count(*) FILTER (WHERE is_current) AS restored, count(*) FILTER (WHERE NOT is_current) AS kept
              FROM reverted_cell
            ),
            origin AS (
              INSERT INTO data_batch (id, kind, import_id, created_by, updated, unchanged, version, reverts)
              SELECT :batch, 'revert', :import, CAST(:user AS uuid), restored, kept, :version, :reverted
              FROM counts
            ),
            audited AS (
              INSERT INTO audit_event (actor, action, target, detail)
              SELECT CAST(:user AS uuid), 'data.revert', 'import:' || CAST(:import AS text),
                jsonb_build_object('batch', CAST(:batch AS text), 'restored', restored, 'kept', kept)
              FROM counts
            )
            SELECT restored, kept
            FROM counts
            """;
    private static final String KEPT = """
            SELECT kpi.code, kpi.grain, cell.scenario, cell.members, cell.period
            FROM reverted_cell AS cell
            JOIN kpi ON kpi.id = cell.kpi_id
            WHERE NOT cell.is_current
            ORDER BY kpi.code, cell.scenario, cell.members, cell.period
            LIMIT :limit
            """;

    /** What to take back, for whom. */
    record Undoing(
            UUID importId,
            BatchRepository.Written written,
            UUID batch,
            @Nullable UUID user) {}

    RevertReport revert(TenantTransaction tx, Undoing undoing, long version) {
        tx.createUpdate(DROP).execute();
        tx.createUpdate(CELLS)
                .bind("reverted", undoing.written().id())
                .bind("version", undoing.written().version())
                .execute();
        tx.createUpdate(ANALYZE_CELLS).execute();
        tx.createUpdate(EARLIER).execute();
        tx.createUpdate(ANALYZE_EARLIER).execute();
        List<RevertReport.KeptCell> kept = tx.createQuery(KEPT)
                .bind("limit", RevertReport.MAX_LISTED)
                .map((row, context) -> new RevertReport.KeptCell(
                        row.getString("code"),
                        new Period(Grain.valueOf(row.getString("grain")), row.getInt("period")).toString(),
                        row.getString("scenario"),
                        MemberText.read(row.getString("members"))))
                .list();
        return tx.createQuery(WRITE)
                .bind("version", version)
                .bind("batch", undoing.batch())
                .bind("reverted", undoing.written().id())
                .bind("import", undoing.importId())
                .bind("user", undoing.user())
                .map((row, context) ->
                        new RevertReport(undoing.batch(), row.getInt("restored"), row.getInt("kept"), kept))
                .one();
    }
}
