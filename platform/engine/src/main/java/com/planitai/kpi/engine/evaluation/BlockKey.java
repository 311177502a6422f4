package com.planitai.kpi.engine.evaluation;

import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.time.Grain;
import java.util.List;

/**
 * What is evaluated once in a query: a KPI at a grain, split by dimensions.
 *
 * @param grouping in code order
 */
record BlockKey(KpiCode kpi, Grain grain, List<String> grouping) {}
