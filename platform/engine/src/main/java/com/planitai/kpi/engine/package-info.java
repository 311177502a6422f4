@NullMarked
package com.planitai.kpi.engine;

import org.jspecify.annotations.NullMarked;
