@NullMarked
package com.planitai.kpi.server.identity;

import org.jspecify.annotations.NullMarked;
