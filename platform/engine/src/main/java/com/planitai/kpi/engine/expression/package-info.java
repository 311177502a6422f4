/** The formula language: text to postfix instructions, and what can be derived from them without data. */
@NullMarked
package com.planitai.kpi.engine.expression;

import org.jspecify.annotations.NullMarked;
