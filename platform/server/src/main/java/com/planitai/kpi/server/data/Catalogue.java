package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.expression.NearestName;
import com.planitai.kpi.engine.time.FiscalCalendar;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The definitions against which observations are read, as they stand in the transaction that writes. */
record Catalogue(
        Map<String, CatalogueKpi> kpis,
        Set<String> scenarios,
        Map<String, Set<String>> dimensions,
        FiscalCalendar calendar) {

    static Optional<String> nearest(Collection<String> known, String written) {
        return NearestName.among(known, written);
    }
}
