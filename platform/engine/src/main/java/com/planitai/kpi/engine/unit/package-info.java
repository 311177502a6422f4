/** Units of measure and the algebra of their exponents. */
@NullMarked
package com.planitai.kpi.engine.unit;

import org.jspecify.annotations.NullMarked;
