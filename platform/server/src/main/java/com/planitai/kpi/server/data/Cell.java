package com.planitai.kpi.server.data;

import org.jspecify.annotations.Nullable;

/**
 * One understood observation, as the database holds it.
 *
 * @param members canonical text
 * @param value null withdraws
 */
record Cell(
        long kpi,
        String code,
        String scenario,
        String members,
        int period,
        @Nullable Double value) {
    CellKey key() {
        return new CellKey(kpi, scenario, members, period);
    }

    /** What two observations of one batch may not share. */
    record CellKey(long kpi, String scenario, String members, int period) {}
}
