package com.planitai.kpi.server.data;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How a revert ended; the result of its job.
 *
 * @param batch that wrote it
 * @param restored cells that have again what they had before the import
 * @param kept cells that somebody changed after the import, which stay as they are
 * @param cells the first {@link #MAX_LISTED} of those
 */
record RevertReport(UUID batch, int restored, int kept, List<KeptCell> cells) {
    static final int MAX_LISTED = 1_000;

    RevertReport {
        cells = List.copyOf(cells);
    }

    record KeptCell(String kpi, String period, String scenario, Map<String, String> members) {}
}
