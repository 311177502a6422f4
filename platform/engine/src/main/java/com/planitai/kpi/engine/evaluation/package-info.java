/** Numbers: observations in, series and trees out, missing values with their reasons. */
@NullMarked
package com.planitai.kpi.engine.evaluation;

import org.jspecify.annotations.NullMarked;
