package com.planitai.kpi.engine.attribution;

import java.util.function.DoubleUnaryOperator;

/** Derivatives by central difference: Press et al. 2007, Numerical Recipes, 3rd ed., section 5.7. */
public final class CentralDifference {
    /**
     * The step relative to the argument: the cube root of the rounding unit, where the error of cutting the Taylor series
     * and the error of rounding balance. At 0 it is the step itself.
     */
    public static final double RELATIVE_STEP = Math.cbrt(Math.ulp(1.0));

    /** How much steeper half the step may look; over a jump it looks twice as steep, over a kink or a root less. */
    private static final double JUMP = 1.8;
    /** Rises of fewer rounding units than this say nothing of a jump. */
    private static final double NOISE = 16;

    private CentralDifference() {}

    /**
     * The derivative; one-sided where the function has a value on one side only, NaN where it has none or jumps.
     *
     * @param function NaN where missing
     */
    public static double slope(DoubleUnaryOperator function, double at) {
        var step = at == 0 ? RELATIVE_STEP : Math.abs(at) * RELATIVE_STEP;
        var wide = Rise.over(function, at, 2 * step);
        var narrow = Rise.over(function, at, step);
        return Double.isFinite(narrow.slope()) && !narrow.isJump(wide) ? narrow.slope() : Double.NaN;
    }

    /** How much a function rises around a point. */
    private record Rise(double rise, double run, double magnitude) {
        static Rise over(DoubleUnaryOperator function, double at, double step) {
            var above = at + step;
            var below = at - step;
            var right = function.applyAsDouble(above);
            var left = function.applyAsDouble(below);
            if (Double.isNaN(right)) {
                above = at;
                right = function.applyAsDouble(at);
            } else if (Double.isNaN(left)) {
                below = at;
                left = function.applyAsDouble(at);
            }
            return new Rise(right - left, above - below, Math.max(Math.abs(left), Math.abs(right)));
        }

        double slope() {
            return rise / run;
        }

        boolean isJump(Rise wide) {
            return Math.abs(rise) > NOISE * Math.ulp(magnitude) && Math.abs(slope()) > JUMP * Math.abs(wide.slope());
        }
    }
}
