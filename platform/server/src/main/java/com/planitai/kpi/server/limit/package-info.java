/** How often callers may ask; {@link com.planitai.kpi.server.limit.LimitFeature} is the door. */
@NullMarked
package com.planitai.kpi.server.limit;

import org.jspecify.annotations.NullMarked;
