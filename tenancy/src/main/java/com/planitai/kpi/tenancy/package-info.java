@NullMarked
package com.planitai.kpi.tenancy;

import org.jspecify.annotations.NullMarked;
