package com.planitai.kpi.server.data;

import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.tenancy.TenantTransaction;
import com.planitai.kpi.tenancy.TypedArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Writes cells, what they were to the history, and the batch, in one statement: changed cells only, so that a value
 * that was there already leaves no trace. The cells of a statement must differ from one another. Few cells go through a
 * function of the database ({@code V6__write_observations.sql}) that does the same as what stands here for many.
 */
final class ObservationRepository {
    private static final String WRITE_CELLS = """
            SELECT new_version, inserted, updated, unchanged, came_back > 0 AS came_back
            FROM write_observations(:lock, CAST(:definitions AS bigint), CAST(:made AS bigint), :kpis, :scenarios, :members,
              :periods, :values, :batch, :kind, CAST(:user AS uuid))
            """;
    private static final String INPUT = """
            WITH input AS (
              SELECT kpi_id, scenario, members, period, value, line
              FROM staged_observation
            ),
            """;
    /** In the order of the key, so that two batches over the same cells wait for one another instead of deadlocking. */
    private static final String WRITE = """
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
            """;

    /** With the line of the file; a stream has none. */
    private static final String REMEMBER = """
            history AS (
              INSERT INTO observation_history
                (kpi_id, scenario, members, period, value, batch, version, recorded_at, recorded_by, line)
              SELECT kpi_id, scenario, members, period, changed.value, :batch, :version, clock_timestamp(),
                CAST(:user AS uuid), CASE WHEN CAST(:import AS uuid) IS NOT NULL THEN input.line END
              FROM changed
              JOIN input USING (kpi_id, scenario, members, period)
            ),
            """;

    private static final String COUNT = """
            counts AS (
              SELECT count(*) FILTER (WHERE is_new) AS inserted, count(*) FILTER (WHERE NOT is_new) AS updated,
                (SELECT count(*) FROM input) - count(*) AS unchanged
              FROM changed
            ),
            origin AS (
              INSERT INTO data_batch (id, kind, import_id, created_by, inserted, updated, unchanged)
              SELECT :batch, :kind, CAST(:import AS uuid), CAST(:user AS uuid), inserted, updated, unchanged
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

    private static final String WRITE_STAGED = INPUT + WRITE + REMEMBER + COUNT;

    /**
     * What came of writing cells.
     *
     * @param cameBack whether cells have values again that were withdrawn before, which nobody sees by the cells alone
     */
    record Outcome(long version, WriteResult.Counts counts, boolean cameBack) {}

    /** In a transaction that holds the definitions still. */
    Outcome write(TenantTransaction tx, Batch batch, List<Cell> cells) {
        return written(tx, batch, cells, null)
                .orElseThrow(() -> new IllegalStateException("the settings of the tenant are not there"));
    }

    /**
     * In a transaction that has not looked at the definitions: they are held still from here on.
     *
     * @param definitionVersions by which the cells were understood
     * @return empty, with nothing written, when the definitions are no longer those
     */
    Optional<Outcome> write(TenantTransaction tx, Batch batch, List<Cell> cells, long definitionVersions) {
        return written(tx, batch, cells, definitionVersions);
    }

    private static Optional<Outcome> written(
            TenantTransaction tx, Batch batch, List<Cell> cells, @Nullable Long definitionVersions) {
        OptionalLong made = tx.version();
        Optional<Outcome> outcome = tx.createQuery(WRITE_CELLS)
                .bind("lock", KpiFeature.definitionLock(tx.tenant()))
                .bind("definitions", definitionVersions)
                .bind("made", made.isPresent() ? (Long) made.getAsLong() : null)
                .bind("kpis", TypedArray.of("bigint", column(cells, Cell::kpi, Long[]::new)))
                .bind("scenarios", TypedArray.of("text", column(cells, Cell::scenario, String[]::new)))
                .bind("members", TypedArray.of("text", column(cells, Cell::members, String[]::new)))
                .bind("periods", TypedArray.of("int", column(cells, Cell::period, Integer[]::new)))
                .bind("values", TypedArray.of("double precision", column(cells, Cell::value, Double[]::new)))
                .bind("batch", batch.id())
                .bind("kind", batch.kind())
                .bind("user", batch.user())
                .map((row, context) -> outcome(row))
                .one();
        if (made.isEmpty()) {
            outcome.ifPresent(first -> tx.madeVersionOfNumbers(first.version()));
        }
        return outcome;
    }

    /** What {@link StagingTable} holds. */
    WriteResult.Counts writeStaged(TenantTransaction tx, Batch batch) {
        return counts(tx.createQuery(WRITE_STAGED), batch, tx.bumpVersionOfNumbers());
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

    private static Optional<Outcome> outcome(ResultSet row) throws SQLException {
        long version = row.getLong("new_version");
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new Outcome(version, counts(row), row.getBoolean("came_back")));
    }

    private static <T extends @Nullable Object> T[] column(
            List<Cell> cells, Function<Cell, T> value, IntFunction<T[]> column) {
        T[] values = column.apply(cells.size());
        for (int index = 0; index < values.length; index++) {
            values[index] = value.apply(cells.get(index));
        }
        return values;
    }
}
