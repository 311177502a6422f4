/** KPI templates of plugins, made a tenant's own through the same apply as any other document of definitions. */
@NullMarked
package com.planitai.kpi.server.template;

import org.jspecify.annotations.NullMarked;
