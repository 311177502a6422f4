/**
 * The service provider interface of PlanitAI KPI: what a plugin implements, and the data that crosses the border.
 *
 * <p>Every data type is a final, immutable, thread-safe class made by a builder or a factory, and holds only values that
 * could be written to a pipe. Interfaces grow by default methods only. Nothing here may be {@code null} unless it is
 * marked so.
 */
@NullMarked
package com.planitai.kpi.spi;

import org.jspecify.annotations.NullMarked;
