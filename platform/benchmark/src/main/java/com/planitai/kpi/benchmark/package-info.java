/** What the engine costs, measured by JMH beside loops written by hand. */
@NullMarked
package com.planitai.kpi.benchmark;

import org.jspecify.annotations.NullMarked;
