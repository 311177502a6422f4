package com.planitai.kpi.server.data;

import java.util.Map;
import java.util.Set;

/** The definitions against which observations are read, as they stand in the transaction that writes. */
record Catalogue(Map<String, CatalogueKpi> kpis, Set<String> scenarios, Map<String, Set<String>> dimensions) {}
