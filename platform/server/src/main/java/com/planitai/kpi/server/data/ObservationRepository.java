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
import org.jspecify.annotations.Nullable;

/**
 * Writes cells, what they were to the history, and the batch, in one statement: changed cells only, so that a value
 * that was there already leaves no trace. The cells of a statement must differ from one another. Done by a
 * function of the database, {@code V6__write_observations.sql}; {@link StagedChanges} does the same for files and streams.
 */
final class ObservationRepository {
    private static final String WRITE_CELLS = """
            SELECT new_version, inserted, updated, unchanged, came_back > 0 AS came_back
            FROM write_observations(:lock, CAST(:definitions AS bigint), CAST(:made AS bigint), :kpis, :scenarios, :members,
              :periods, :values, :batch, :kind, CAST(:user AS uuid))
            """;
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
