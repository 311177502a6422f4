@NullMarked
package com.planitai.kpi.pluginhost;

import org.jspecify.annotations.NullMarked;
