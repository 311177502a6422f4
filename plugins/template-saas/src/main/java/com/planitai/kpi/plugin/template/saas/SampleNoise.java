package com.planitai.kpi.plugin.template.saas;

import java.util.Random;

/** Repeatable noise of one series: a factor around 1 for each month in turn, at most three deviations away. */
final class SampleNoise {
    private static final double MOST_DEVIATIONS = 3;

    private final Random random;
    private final double deviation;

    SampleNoise(long seed, String series, double deviation) {
        this.random = new Random(seed ^ ((long) series.hashCode() << Integer.SIZE));
        this.deviation = deviation;
    }

    double nextFactor() {
        double deviations = Math.clamp(random.nextGaussian(), -MOST_DEVIATIONS, MOST_DEVIATIONS);
        return 1 + deviation * deviations;
    }
}
