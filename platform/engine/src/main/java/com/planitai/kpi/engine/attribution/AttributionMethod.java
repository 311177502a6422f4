package com.planitai.kpi.engine.attribution;

/** How a formula's delta is split over its direct drivers. */
public enum AttributionMethod {
    /** For every formula: the mean over all orders in which the drivers may move from the first point to the second. */
    SHAPLEY,
    /** For products and quotients: the logarithmic mean Divisia index, which leaves no cross terms to share out. */
    LMDI
}
