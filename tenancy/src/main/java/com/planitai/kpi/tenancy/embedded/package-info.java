/** A PostgreSQL server that lives in a data folder, for machines on which nothing is installed. */
@NullMarked
package com.planitai.kpi.tenancy.embedded;

import org.jspecify.annotations.NullMarked;
