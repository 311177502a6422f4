/** Where a number comes from: the formulas and values below it, and who brought its inputs in, by which file and line. */
@NullMarked
package com.planitai.kpi.server.explanation;

import org.jspecify.annotations.NullMarked;
