/** Identified figures: what an analysis found, one by one, so that a text can cite them and be checked against them. */
@NullMarked
package com.planitai.kpi.engine.fact;

import org.jspecify.annotations.NullMarked;
