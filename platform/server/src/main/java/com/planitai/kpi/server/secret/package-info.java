@NullMarked
package com.planitai.kpi.server.secret;

import org.jspecify.annotations.NullMarked;
