/** Why numbers moved and where they may go; {@link com.planitai.kpi.server.analysis.AnalysisFeature} is the door. */
@NullMarked
package com.planitai.kpi.server.analysis;

import org.jspecify.annotations.NullMarked;
