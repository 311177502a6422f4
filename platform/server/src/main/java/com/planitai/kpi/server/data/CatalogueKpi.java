package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.unit.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of a KPI to write its numbers.
 *
 * @param dimensions that its observations carry; of a formula KPI those of its references
 * @param unit null where only the cell's place was asked for
 */
record CatalogueKpi(
        long id,
        String code,
        Grain grain,
        boolean input,
        List<String> dimensions,
        @Nullable Unit unit) {
    CatalogueKpi {
        dimensions = List.copyOf(dimensions);
    }
}
