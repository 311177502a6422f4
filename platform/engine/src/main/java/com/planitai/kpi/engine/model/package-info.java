/** KPI definitions and the validated graph they form. */
@NullMarked
package com.planitai.kpi.engine.model;

import org.jspecify.annotations.NullMarked;
