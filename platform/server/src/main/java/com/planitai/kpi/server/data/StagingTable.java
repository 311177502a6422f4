package com.planitai.kpi.server.data;

import com.planitai.kpi.tenancy.TenantTransaction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cells on their way in, in tables that live as long as the transaction: however many there are, they are checked and
 * written as sets, and a crash leaves nothing of them. Nobody waits for them until they are written.
 *
 * <p>Each combination of KPI, scenario and members is numbered and written out once, so that a cell is five numbers.
 */
final class StagingTable {
    /** A million cells and their history take some twenty seconds; no single statement may take longer than this. */
    private static final Duration STATEMENT_LIMIT = Duration.ofMinutes(10);

    /** For sorting and joining cells. */
    private static final String WORK_MEMORY = "64MB";

    private static final String MEMORY = """
            SELECT set_config('work_mem', :memory, true)
            """;
    private static final String CREATE = """
            CREATE TEMPORARY TABLE staged_cell (
              line int NOT NULL,
              source int NOT NULL,
              series int NOT NULL,
              period int NOT NULL,
              value double precision,
              kpi_id bigint,
              scenario text,
              members text
            ) ON COMMIT DROP
            """;
    private static final String CLEAR = """
            TRUNCATE staged_cell
            """;
    private static final String COPY = """
            COPY staged_cell (line, source, series, period, value, kpi_id, scenario, members) FROM STDIN
            """;
    private static final String ANALYZE = """
            ANALYZE staged_cell
            """;

    private final TenantTransaction tx;
    private final StagedChanges changes;

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
        /** Beyond this many they get a second number: memory is bounded, and what belongs together is found out later. */
        private static final int MAX_SERIES_IN_MEMORY = 200_000;

        private final Writer out;
        private final Map<Series, Integer> numbers = new HashMap<>();
        private final StringBuilder row = new StringBuilder();
        private int series;

        private record Series(long kpi, String scenario, String members) {}

        Rows(Writer out) {
            this.out = out;
        }

        /**
         * @param line of the input, 1-based for files and 0-based for streams
         * @param source the column, where a line holds several cells
         */
        void add(int line, int source, Cell cell) throws IOException {
            var key = new Series(cell.kpi(), cell.scenario(), cell.members());
            Integer known = numbers.get(key);
            row.setLength(0);
            row.append(line).append('\t').append(source).append('\t');
            row.append(known == null ? number(key) : known).append('\t');
            row.append(cell.period()).append('\t');
            if (cell.value() == null) {
                row.append("\\N");
            } else {
                row.append(cell.value().doubleValue());
            }
            if (known == null) {
                row.append('\t').append(cell.kpi()).append('\t').append(cell.scenario());
                row.append('\t').append(cell.members()).append('\n');
            } else {
                row.append("\t\\N\t\\N\t\\N\n");
            }
            out.append(row);
        }

        private int number(Series key) {
            if (numbers.size() == MAX_SERIES_IN_MEMORY) {
                numbers.clear();
            }
            series++;
            numbers.put(key, series);
            return series;
        }
    }

    private StagingTable(TenantTransaction tx) {
        this.tx = tx;
        this.changes = new StagedChanges(tx);
    }

    static StagingTable create(TenantTransaction tx) {
        tx.statementTimeout(STATEMENT_LIMIT);
        tx.createQuery(MEMORY).bind("memory", WORK_MEMORY).mapTo(String.class).one();
        tx.createUpdate(CREATE).execute();
        return new StagingTable(tx);
    }

    /** In place of what was there. */
    void fill(Filling filling) {
        tx.createUpdate(CLEAR).execute();
        tx.copyIn(COPY, out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            filling.fill(new Rows(writer));
            writer.flush();
        });
        tx.createUpdate(ANALYZE).execute();
        changes.compare();
    }

    /** How many cells came again; only the first of each counts. */
    int duplicateCount() {
        return changes.duplicateCount();
    }

    /** The first of those, in the order of the input. */
    List<Duplicate> duplicates(int limit) {
        return changes.duplicates(limit);
    }

    /** What writing would do. */
    WriteResult.Counts preview() {
        return changes.counts();
    }

    /** Writes what is there, under the tenant's next version. The definitions must be held. */
    WriteResult.Counts write(Batch batch) {
        return changes.write(batch);
    }
}
