/** Trend, season and remainder of a series, and the values that neither trend nor season explains. */
@NullMarked
package com.planitai.kpi.engine.statistics.anomaly;

import org.jspecify.annotations.NullMarked;
