/** Why a KPI moved: contributions of its drivers that sum to the difference, down to the leaves of its tree. */
@NullMarked
package com.planitai.kpi.engine.attribution;

import org.jspecify.annotations.NullMarked;
