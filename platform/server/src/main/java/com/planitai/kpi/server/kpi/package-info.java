/** What a tenant defines: KPIs with their versions, dimensions, scenarios; {@link com.planitai.kpi.server.kpi.KpiFeature} is the door. */
@NullMarked
package com.planitai.kpi.server.kpi;

import org.jspecify.annotations.NullMarked;
