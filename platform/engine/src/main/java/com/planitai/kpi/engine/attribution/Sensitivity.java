package com.planitai.kpi.engine.attribution;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a KPI answers to a small change of a driver.
 *
 * @param slope units of the KPI per unit of the driver
 * @param elasticity ∂ln KPI/∂ln driver: per cent of the KPI per cent of the driver; null where the KPI is 0
 */
public record Sensitivity(double slope, @Nullable Double elasticity) {
    public Sensitivity {
        if (!Double.isFinite(slope) || (elasticity != null && !Double.isFinite(elasticity))) {
            throw new IllegalArgumentException(
                    "expected finite numbers, got a slope of %s and an elasticity of %s".formatted(slope, elasticity));
        }
    }

    /**
     * From values at one point; empty when one of them is missing.
     *
     * @param driver the driver's value, NaN when missing
     * @param kpi the KPI's
     */
    public static Optional<Sensitivity> of(double slope, double driver, double kpi) {
        if (!Double.isFinite(slope) || Double.isNaN(driver) || Double.isNaN(kpi)) {
            return Optional.empty();
        }
        var elasticity = slope * driver / kpi;
        return Optional.of(new Sensitivity(slope, Double.isFinite(elasticity) ? elasticity : null));
    }
}
