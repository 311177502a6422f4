/** Definitions as code: a tenant's dimensions, KPIs, trees and scenarios as one document. */
@NullMarked
package com.planitai.kpi.server.definition;

import org.jspecify.annotations.NullMarked;
