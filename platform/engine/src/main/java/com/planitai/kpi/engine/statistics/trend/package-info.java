/** Whether a series rises or falls, and how fast. */
@NullMarked
package com.planitai.kpi.engine.statistics.trend;

import org.jspecify.annotations.NullMarked;
