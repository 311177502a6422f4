/** Trees: named views on the KPI graph, and their values; {@link com.planitai.kpi.server.tree.TreeFeature} is the door. */
@NullMarked
package com.planitai.kpi.server.tree;

import org.jspecify.annotations.NullMarked;
