/** The one mechanism for long work: status, progress, cancel, and an effect that happens once. */
@NullMarked
package com.planitai.kpi.server.job;

import org.jspecify.annotations.NullMarked;
