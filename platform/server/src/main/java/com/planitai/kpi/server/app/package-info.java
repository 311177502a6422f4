@NullMarked
package com.planitai.kpi.server.app;

import org.jspecify.annotations.NullMarked;
