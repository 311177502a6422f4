/** A tenant's definitions and numbers in memory: what every computed answer is computed from. */
@NullMarked
package com.planitai.kpi.server.snapshot;

import org.jspecify.annotations.NullMarked;
