@NullMarked
package com.planitai.kpi.server.listener;

import org.jspecify.annotations.NullMarked;
