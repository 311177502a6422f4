/** What would be: values changed without touching what was observed, and the lever value that reaches a target. */
@NullMarked
package com.planitai.kpi.engine.simulation;

import org.jspecify.annotations.NullMarked;
