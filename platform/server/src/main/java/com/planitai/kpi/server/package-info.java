@NullMarked
package com.planitai.kpi.server;

import org.jspecify.annotations.NullMarked;
