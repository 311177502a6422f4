@NullMarked
package com.planitai.kpi.spi;

import org.jspecify.annotations.NullMarked;
