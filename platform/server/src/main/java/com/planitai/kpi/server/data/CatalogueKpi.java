package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.time.Grain;
import java.util.List;

/**
 * What must be known of a KPI to write its numbers.
 *
 * @param dimensions that its observations carry; of a formula KPI those of its references
 */
record CatalogueKpi(long id, String code, Grain grain, boolean input, List<String> dimensions) {
    CatalogueKpi {
        dimensions = List.copyOf(dimensions);
    }
}
