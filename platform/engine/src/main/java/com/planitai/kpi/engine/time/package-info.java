/** Periods of five grains, and the fiscal calendar that places them on days. */
@NullMarked
package com.planitai.kpi.engine.time;

import org.jspecify.annotations.NullMarked;
