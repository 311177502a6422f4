package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.model.KpiCode;

/** A way to split one formula's delta over its direct drivers. */
interface DriverSplit {
    /** The contributions, or why there are none. */
    Split split(KpiCode kpi, TwoPointFormula formula);

    /**
     * The formula's partial derivative to a driver, averaged as the method averages contributions; what the quotient of
     * contribution and driver's delta tends to as that delta vanishes. NaN where there is none.
     */
    double slope(KpiCode kpi, TwoPointFormula formula, int driver);
}
