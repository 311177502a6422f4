package com.planitai.kpi.engine.statistics;

/** Series in which a missing value is NaN. */
public final class Values {
    private Values() {}

    public static int present(double[] values) {
        var present = 0;
        for (var value : values) {
            present += Double.isNaN(value) ? 0 : 1;
        }
        return present;
    }
}
