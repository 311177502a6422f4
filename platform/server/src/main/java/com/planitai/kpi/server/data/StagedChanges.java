package com.planitai.kpi.server.data;

import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * What staged cells would change, worked out before anybody has to wait for it, and written with what then is left to do.
 *
 * <p>Whoever changes numbers raises the tenant's version first and has the tenant to himself from then on. So a comparison
 * holds if the version has not moved since; where it has, it is made again.
 */
final class StagedChanges {
    private static final String VERSION = """
            SELECT data_version
            FROM settings
            """;
    private static final String DROP = """
            DROP TABLE IF EXISTS staged_series, staged_change
            """;
    /**
     * Ranked in the order of the key of the tables that are written to. Changes come to lie in that order without being
     * sorted again, and that is what makes writing them fast.
     */
    private static final String SERIES = """
            CREATE TEMPORARY TABLE staged_series ON COMMIT DROP AS
            SELECT series, min(series) OVER same AS first, kpi_id, scenario, members,
              dense_rank() OVER (ORDER BY kpi_id, scenario, members) AS rank
            FROM staged_cell
            WHERE kpi_id IS NOT NULL
            WINDOW same AS (PARTITION BY kpi_id, scenario, members)
            """;

    private static final String ANALYZE_SERIES = """
            ANALYZE staged_series
            """;
    private static final String CHANGES = """
            CREATE TEMPORARY TABLE staged_change ON COMMIT DROP AS
            SELECT series.first AS series, series.rank, cell.period, cell.value, known.value AS before, cell.line, cell.source,
              row_number() OVER same_cell AS occurrence, first_value(cell.line) OVER same_cell AS first_line,
              withdrawn.period IS NOT NULL AS was_withdrawn
            FROM staged_cell AS cell
            JOIN staged_series AS series USING (series)
            LEFT JOIN observation AS known ON known.kpi_id = series.kpi_id AND known.scenario = series.scenario
              AND known.members = series.members AND known.period = cell.period
            LEFT JOIN (SELECT DISTINCT kpi_id, scenario, members, period
                       FROM observation_history
                       WHERE value IS NULL) AS withdrawn
              ON withdrawn.kpi_id = series.kpi_id AND withdrawn.scenario = series.scenario
              AND withdrawn.members = series.members AND withdrawn.period = cell.period
            WINDOW same_cell AS (PARTITION BY series.rank, cell.period ORDER BY cell.line, cell.source)
            """;
    private static final String ANALYZE_CHANGES = """
            ANALYZE staged_change
            """;
    private static final String COUNTS = """
            SELECT count(*) FILTER (WHERE value IS NOT NULL AND before IS NULL) AS inserted,
              count(*) FILTER (WHERE value IS DISTINCT FROM before AND before IS NOT NULL) AS updated,
              count(*) FILTER (WHERE value IS NOT DISTINCT FROM before) AS unchanged
            FROM staged_change
            WHERE occurrence = 1
            """;
    private static final String DUPLICATE_COUNT = """
            SELECT count(*)
            FROM staged_change
            WHERE occurrence > 1
            """;
    private static final String DUPLICATES = """
            SELECT line, source, first_line
            FROM staged_change
            WHERE occurrence > 1
            ORDER BY line, source
            LIMIT :limit
            """;
    private static final String INSERT = """
            INSERT INTO observation (kpi_id, scenario, members, period, value, version, batch, changed_at)
            SELECT series.kpi_id, series.scenario, series.members, change.period, change.value, :version, :batch,
              CASE WHEN change.was_withdrawn THEN clock_timestamp() END
            FROM staged_change AS change
            JOIN staged_series AS series USING (series)
            WHERE change.occurrence = 1 AND change.before IS NULL AND change.value IS NOT NULL
            """;
    private static final String UPDATE = """
            UPDATE observation AS known
            SET value = change.value, version = :version, batch = :batch, changed_at = clock_timestamp()
            FROM staged_change AS change
            JOIN staged_series AS series USING (series)
            WHERE change.occurrence = 1 AND change.value <> change.before
              AND known.kpi_id = series.kpi_id AND known.scenario = series.scenario
              AND known.members = series.members AND known.period = change.period
            """;
    private static final String DELETE = """
            DELETE FROM observation AS known
            USING staged_change AS change
            JOIN staged_series AS series USING (series)
            WHERE change.occurrence = 1 AND change.value IS NULL AND change.before IS NOT NULL
              AND known.kpi_id = series.kpi_id AND known.scenario = series.scenario
              AND known.members = series.members AND known.period = change.period
            """;
    private static final String HISTORY = """
            INSERT INTO observation_history
              (kpi_id, scenario, members, period, value, batch, version, recorded_at, recorded_by, line)
            SELECT series.kpi_id, series.scenario, series.members, change.period, change.value, :batch, :version,
              clock_timestamp(), CAST(:user AS uuid), CASE WHEN :ofFile THEN change.line END
            FROM staged_change AS change
            JOIN staged_series AS series USING (series)
            WHERE change.occurrence = 1 AND change.value IS DISTINCT FROM change.before
            """;

    private final TenantTransaction tx;
    private final BatchRepository batches = new BatchRepository();
    private long comparedAt;

    StagedChanges(TenantTransaction tx) {
        this.tx = tx;
    }

    void compare() {
        comparedAt = tx.createQuery(VERSION).mapTo(Long.class).one();
        tx.createUpdate(DROP).execute();
        tx.createUpdate(SERIES).execute();
        tx.createUpdate(ANALYZE_SERIES).execute();
        tx.createUpdate(CHANGES).execute();
        tx.createUpdate(ANALYZE_CHANGES).execute();
    }

    int duplicateCount() {
        return tx.createQuery(DUPLICATE_COUNT).mapTo(Integer.class).one();
    }

    List<StagingTable.Duplicate> duplicates(int limit) {
        return tx.createQuery(DUPLICATES)
                .bind("limit", limit)
                .map((row, context) ->
                        new StagingTable.Duplicate(row.getInt("line"), row.getInt("source"), row.getInt("first_line")))
                .list();
    }

    WriteResult.Counts counts() {
        return tx.createQuery(COUNTS)
                .map((row, context) -> ObservationRepository.counts(row))
                .one();
    }

    WriteResult.Counts write(Batch batch) {
        long version = tx.bumpVersionOfNumbers();
        if (version != comparedAt + 1) {
            compare();
        }
        WriteResult.Counts counts = counts();
        if (counts.inserted() > 0) {
            stamped(tx.createUpdate(INSERT), batch, version).execute();
        }
        if (counts.updated() > 0) {
            stamped(tx.createUpdate(UPDATE), batch, version).execute();
            tx.createUpdate(DELETE).execute();
        }
        stamped(tx.createUpdate(HISTORY), batch, version)
                .bind("user", batch.user())
                .bind("ofFile", batch.importId() != null)
                .execute();
        batches.insert(tx, batch, version, counts);
        return counts;
    }

    private static <S extends SqlStatement<S>> S stamped(S statement, Batch batch, long version) {
        return statement.bind("version", version).bind("batch", batch.id());
    }
}
