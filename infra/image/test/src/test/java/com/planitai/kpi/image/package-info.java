/** Runs the built image, as production runs it, on whichever container engine is there. */
@NullMarked
package com.planitai.kpi.image;

import org.jspecify.annotations.NullMarked;
