@NullMarked
package com.planitai.kpi.server.idempotency;

import org.jspecify.annotations.NullMarked;
