/** Numbers: writing observations one way, from programs and from files, and reading them as series. */
@NullMarked
package com.planitai.kpi.server.data;

import org.jspecify.annotations.NullMarked;
