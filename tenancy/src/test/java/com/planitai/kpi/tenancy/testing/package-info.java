/** What tests of other modules build on: a database each, and the contract that every repository inherits. */
@NullMarked
package com.planitai.kpi.tenancy.testing;

import org.jspecify.annotations.NullMarked;
