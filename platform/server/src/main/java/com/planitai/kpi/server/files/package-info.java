/** Files of tenants: imports now; exports, logos and plugin archives later. */
@NullMarked
package com.planitai.kpi.server.files;

import org.jspecify.annotations.NullMarked;
