/** What the process tells of itself: log context, traces, metrics and the figures of each minute. */
@NullMarked
package com.planitai.kpi.server.observation;

import org.jspecify.annotations.NullMarked;
