/** The KPI template of a subscription software company. */
@NullMarked
package com.planitai.kpi.plugin.template.saas;

import org.jspecify.annotations.NullMarked;
