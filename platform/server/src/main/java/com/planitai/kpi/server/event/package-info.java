/** What happens in a tenant, told to whoever looks at it; {@link com.planitai.kpi.server.event.EventFeature} is the door. */
@NullMarked
package com.planitai.kpi.server.event;

import org.jspecify.annotations.NullMarked;
