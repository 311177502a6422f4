package com.planitai.kpi.engine.statistics;

/**
 * A power of two near the largest magnitude of a series. Dividing by it is exact and keeps squares and products of
 * huge and tiny values within the range of a double.
 */
public record Scale(int exponent) {
    public static Scale of(double[] values) {
        var largest = 0.0;
        for (var value : values) {
            if (Double.isFinite(value)) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        return new Scale(largest == 0 ? 0 : Math.getExponent(largest));
    }

    /** A scaled copy; what is no finite number is missing, NaN. */
    public double[] down(double[] values) {
        var scaled = new double[values.length];
        for (var i = 0; i < values.length; i++) {
            scaled[i] = Double.isFinite(values[i]) ? Math.scalb(values[i], -exponent) : Double.NaN;
        }
        return scaled;
    }

    /** Back to the series' own scale; beyond the range of a double, its end. */
    public double up(double value) {
        return Math.clamp(Math.scalb(value, exponent), -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    public double[] up(double[] values) {
        var own = new double[values.length];
        for (var i = 0; i < values.length; i++) {
            own[i] = up(values[i]);
        }
        return own;
    }
}
