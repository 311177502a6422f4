/** Checks a formula against a graph before it is saved. */
@NullMarked
package com.planitai.kpi.engine.formula;

import org.jspecify.annotations.NullMarked;
