package com.planitai.kpi.server.data;

import com.planitai.kpi.tenancy.TenantTransaction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Cells on their way in, in a table that lives as long as the transaction: however many there are, they are checked and
 * written as sets, and a crash leaves nothing of them.
 */
final class StagingTable {
    /** A million cells and their history take some twenty seconds; no single statement may take longer than this. */
    private static final Duration STATEMENT_LIMIT = Duration.ofMinutes(10);

    private static final String CREATE = """
            CREATE TEMPORARY TABLE staged_observation (
              line int NOT NULL,
              source int NOT NULL,
              kpi_id bigint NOT NULL,
              scenario text NOT NULL,
              members text NOT NULL,
              period int NOT NULL,
              value double precision
            ) ON COMMIT DROP
            """;
    private static final String COPY = """
            COPY staged_observation (line, source, kpi_id, scenario, members, period, value) FROM STDIN
            """;
    private static final String ANALYZE = """
            ANALYZE staged_observation
            """;
    private static final String DUPLICATES = """
            SELECT line, source, first_line
            FROM (SELECT line, source, first_value(line) OVER same_cell AS first_line,
                    row_number() OVER same_cell AS occurrence
                  FROM staged_observation
                  WINDOW same_cell AS (PARTITION BY kpi_id, scenario, members, period ORDER BY line, source)) AS ranked
            WHERE occurrence > 1
            ORDER BY line, source
            """;
    private static final String DELETE_DUPLICATES = """
            DELETE FROM staged_observation AS later
            USING (SELECT line, source, row_number() OVER (
                     PARTITION BY kpi_id, scenario, members, period ORDER BY line, source) AS occurrence
                   FROM staged_observation) AS ranked
            WHERE later.line = ranked.line AND later.source = ranked.source AND ranked.occurrence > 1
            """;
    private static final String PREVIEW = """
            SELECT count(*) FILTER (WHERE staged.value IS NOT NULL AND known.value IS NULL) AS inserted,
              count(*) FILTER (WHERE staged.value IS DISTINCT FROM known.value AND known.value IS NOT NULL) AS updated,
              count(*) FILTER (WHERE staged.value IS NOT DISTINCT FROM known.value) AS unchanged
            FROM staged_observation AS staged
            LEFT JOIN observation AS known USING (kpi_id, scenario, members, period)
            """;

    private final TenantTransaction tx;

    /**
     * A cell that came a second time.
     *
     * @param source as it was added
     */
    record Duplicate(int line, int source, int firstLine) {}

    /** Reads the input and adds its cells. */
    @FunctionalInterface
    interface Filling {
        void fill(Rows rows) throws IOException;
    }

    /** Takes cells in the text format of COPY; none of their texts holds a character that would need escaping. */
    static final class Rows {
        private final Writer out;

        private Rows(Writer out) {
            this.out = out;
        }

        /**
         * @param line of the input, 1-based for files and 0-based for streams
         * @param source the column, where a line holds several cells
         */
        void add(int line, int source, Cell cell) throws IOException {
            out.write(line + "\t" + source + "\t" + cell.kpi() + "\t" + cell.scenario() + "\t" + cell.members() + "\t"
                    + cell.period() + "\t" + (cell.value() == null ? "\\N" : cell.value()) + "\n");
        }
    }

    private StagingTable(TenantTransaction tx) {
        this.tx = tx;
    }

    static StagingTable create(TenantTransaction tx) {
        tx.statementTimeout(STATEMENT_LIMIT);
        tx.createUpdate(CREATE).execute();
        return new StagingTable(tx);
    }

    /** How many cells were added. */
    long fill(Filling filling) {
        long cells = tx.copyIn(COPY, out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            filling.fill(new Rows(writer));
            writer.flush();
        });
        tx.createUpdate(ANALYZE).execute();
        return cells;
    }

    /** In the order of the input, without the first of each cell; afterwards only that first one is left. */
    List<Duplicate> removeDuplicates() {
        List<Duplicate> duplicates = tx.createQuery(DUPLICATES)
                .map((row, context) ->
                        new Duplicate(row.getInt("line"), row.getInt("source"), row.getInt("first_line")))
                .list();
        if (!duplicates.isEmpty()) {
            tx.createUpdate(DELETE_DUPLICATES).execute();
        }
        return duplicates;
    }

    /** What writing would do. */
    WriteResult.Counts preview() {
        return tx.createQuery(PREVIEW)
                .map((row, context) -> ObservationRepository.counts(row))
                .one();
    }
}
