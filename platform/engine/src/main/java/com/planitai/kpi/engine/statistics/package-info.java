/** What the statistics of one series share: its season and its scale. Each kind of statistic is a package below. */
@NullMarked
package com.planitai.kpi.engine.statistics;

import org.jspecify.annotations.NullMarked;
