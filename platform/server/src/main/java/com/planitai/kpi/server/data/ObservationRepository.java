package com.planitai.kpi.server.data;

import com.planitai.kpi.tenancy.TenantTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.statement.Query;

/**
 * Writes cells, what they were to the history, and the batch, in one statement: changed cells only, so that a value
 * that was there already leaves no trace. The cells of a statement must differ from one another.
 */
final class ObservationRepository {
    /** In the order of the key, so that two batches over the same cells wait for one another instead of deadlocking. */
    private static final String WRITE = """
            WITH input AS (
              SELECT kpi_id, scenario, members, period, value
              FROM unnest(CAST(:kpis AS bigint[]), CAST(:scenarios AS text[]), CAST(:members AS text[]),
                          CAST(:periods AS int[]), CAST(:values AS double precision[]))
                AS cell (kpi_id, scenario, members, period, value)
            ),
            written AS (
              INSERT INTO observation AS known (kpi_id, scenario, members, period, value, version, batch, changed_at)
              SELECT kpi_id, scenario, members, period, value, :version, :batch,
                CASE WHEN EXISTS (SELECT 1
                                  FROM observation_history AS withdrawn
                                  WHERE withdrawn.value IS NULL AND withdrawn.kpi_id = input.kpi_id
                                    AND withdrawn.scenario = input.scenario AND withdrawn.members = input.members
                                    AND withdrawn.period = input.period)
                  THEN clock_timestamp() END
              FROM input
              WHERE value IS NOT NULL
              ORDER BY kpi_id, scenario, members, period
              ON CONFLICT (kpi_id, scenario, members, period) DO UPDATE
                SET value = excluded.value, version = excluded.version, batch = excluded.batch,
                  changed_at = clock_timestamp()
                WHERE known.value <> excluded.value
              RETURNING known.kpi_id, known.scenario, known.members, known.period, known.value, known.xmax = 0 AS is_new
            ),
            withdrawn AS (
              DELETE FROM observation AS known
              USING input
              WHERE input.value IS NULL AND known.kpi_id = input.kpi_id AND known.scenario = input.scenario
                AND known.members = input.members AND known.period = input.period
              RETURNING known.kpi_id, known.scenario, known.members, known.period
            ),
            changed AS (
              SELECT kpi_id, scenario, members, period, value, is_new
              FROM written
              UNION ALL
              SELECT kpi_id, scenario, members, period, CAST(NULL AS double precision), false
              FROM withdrawn
            ),
            history AS (
              INSERT INTO observation_history
                (kpi_id, scenario, members, period, value, batch, version, recorded_at, recorded_by)
              SELECT kpi_id, scenario, members, period, value, :batch, :version, clock_timestamp(), CAST(:user AS uuid)
              FROM changed
            ),
            counts AS (
              SELECT count(*) FILTER (WHERE is_new) AS inserted, count(*) FILTER (WHERE NOT is_new) AS updated,
                (SELECT count(*) FROM input) - count(*) AS unchanged
              FROM changed
            ),
            origin AS (
              INSERT INTO data_batch (id, kind, import_id, created_by, inserted, updated, unchanged, version)
              SELECT :batch, :kind, CAST(:import AS uuid), CAST(:user AS uuid), inserted, updated, unchanged, :version
              FROM counts
            ),
            audited AS (
              INSERT INTO audit_event (actor, action, target, detail)
              SELECT CAST(:user AS uuid), 'data.write', 'batch:' || CAST(:batch AS text),
                jsonb_build_object('kind', CAST(:kind AS text), 'inserted', inserted, 'updated', updated, 'unchanged', unchanged)
              FROM counts
            )
            SELECT inserted, updated, unchanged
            FROM counts
            """;

    WriteResult.Counts write(TenantTransaction tx, Batch batch, List<Cell> cells) {
        Query query = tx.createQuery(WRITE);
        bindArray(query, "kpis", Long.class, cells, Cell::kpi);
        bindArray(query, "scenarios", String.class, cells, Cell::scenario);
        bindArray(query, "members", String.class, cells, Cell::members);
        bindArray(query, "periods", Integer.class, cells, Cell::period);
        query.bindArray("values", Double.class, cells.stream().map(Cell::value).toArray());
        return counts(query, batch, tx.bumpVersion());
    }

    private static WriteResult.Counts counts(Query query, Batch batch, long version) {
        return query.bind("version", version)
                .bind("batch", batch.id())
                .bind("kind", batch.kind())
                .bind("import", batch.importId())
                .bind("user", batch.user())
                .map((row, context) -> counts(row))
                .one();
    }

    static WriteResult.Counts counts(ResultSet row) throws SQLException {
        return new WriteResult.Counts(row.getInt("inserted"), row.getInt("updated"), row.getInt("unchanged"));
    }

    private static <T> void bindArray(
            Query query, String name, Class<T> type, List<Cell> cells, Function<Cell, T> value) {
        query.bindArray(name, type, cells.stream().map(value).toArray());
    }
}
