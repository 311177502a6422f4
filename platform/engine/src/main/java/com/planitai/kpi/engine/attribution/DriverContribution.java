package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.Objects;

/**
 * What a direct driver contributed through the formula that was asked about; ways around through other KPIs are not in it.
 *
 * @param contribution in the unit of the KPI asked about
 * @param standardError of a sampled contribution; 0 for an exact one
 */
public record DriverContribution(KpiCode kpi, double contribution, double standardError) {
    public DriverContribution {
        Objects.requireNonNull(kpi, "kpi");
    }
}
