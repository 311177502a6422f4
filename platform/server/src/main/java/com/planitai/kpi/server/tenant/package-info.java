/** What holds for a whole tenant: its name, language, calendar and holidays. */
@NullMarked
package com.planitai.kpi.server.tenant;

import org.jspecify.annotations.NullMarked;
