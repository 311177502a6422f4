/**
 * What instances tell each other and count together; {@link com.planitai.kpi.server.coordination.CoordinationFeature} is the
 * door. Only this package knows Redis.
 */
@NullMarked
package com.planitai.kpi.server.coordination;

import org.jspecify.annotations.NullMarked;
