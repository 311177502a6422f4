package com.planitai.kpi.engine.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Histories that a careless statistic divides by zero on, overflows on, or loops on. */
public final class OddSeries {
    private static final int RANDOM_SERIES = 50;

    private OddSeries() {}

    public static Map<String, double[]> all() {
        var random = new Random(7);
        var series = new LinkedHashMap<String, double[]>();
        series.put("empty", new double[0]);
        series.put("one value", new double[] {5});
        series.put("two values", new double[] {5, 6});
        series.put("all missing", of(48, i -> Double.NaN));
        series.put("constant", of(48, i -> 42));
        series.put("zeros", of(48, i -> 0));
        series.put("negative zeros", of(48, i -> -0.0));
        series.put("one spike in zeros", of(48, i -> i == 30 ? 1 : 0));
        series.put("a step", of(48, i -> i < 24 ? 0 : 1));
        series.put("a straight line", of(48, i -> 3 + 2.0 * i));
        series.put("a perfect season", of(48, i -> 10 + i % 12));
        series.put("a perfect product", of(48, i -> (10 + i) * (1 + i % 12)));
        series.put("negatives", of(48, i -> -100 + random.nextGaussian()));
        series.put("mixed signs", of(48, i -> random.nextGaussian()));
        series.put("near 1e15", of(48, i -> 1e15 + 1e12 * random.nextGaussian()));
        series.put("the range's end", of(48, i -> (i % 2 == 0 ? 1 : -1) * Double.MAX_VALUE));
        series.put("huge and rising", of(48, i -> Double.MAX_VALUE * (i + 1) / 48));
        series.put("tiny", of(48, i -> 1e-300 * (1 + random.nextDouble())));
        series.put("subnormal", of(48, i -> Double.MIN_VALUE * (1 + i % 5)));
        series.put("huge beside tiny", of(48, i -> i % 2 == 0 ? 1e-300 : 1e300));
        series.put("explosive", of(48, i -> Math.exp(i)));
        series.put("infinite inside", of(48, i -> i == 20 ? Double.POSITIVE_INFINITY : i));
        series.put("half missing", of(96, i -> i % 2 == 0 ? Double.NaN : 50 + random.nextGaussian()));
        series.put("a month never seen", of(72, i -> i % 12 == 3 ? Double.NaN : 50 + random.nextGaussian()));
        series.put("a year missing", of(72, i -> i >= 24 && i < 36 ? Double.NaN : 50 + i + random.nextGaussian()));
        series.put("missing at both ends", of(60, i -> i < 7 || i > 50 ? Double.NaN : 50 + random.nextGaussian()));
        series.put("counts of nothing", of(60, i -> random.nextInt(10) == 0 ? 1 : 0));
        series.put("growing over fifty powers of ten", walk(1000));
        for (var seed = 0; seed < RANDOM_SERIES; seed++) {
            series.put("random " + seed, random(new Random(seed)));
        }
        return series;
    }

    private static double[] walk(long seed) {
        var random = new Random(seed);
        var exponents = of(90, i -> 20 * random.nextGaussian());
        for (var i = 1; i < exponents.length; i++) {
            exponents[i] += exponents[i - 1];
        }
        return of(90, i -> Math.exp(exponents[i] / 10) * 1e-100);
    }

    /** Of any length, magnitude, noise, trend and season, with or without gaps. */
    private static double[] random(Random random) {
        var magnitude = Math.pow(10, random.nextInt(-300, 300));
        var level = Math.pow(10, random.nextInt(5)) * random.nextInt(2);
        var slope = random.nextGaussian();
        var amplitude = level * random.nextDouble();
        var noise = Math.pow(10, random.nextInt(-3, 3)) * random.nextInt(2);
        var gaps = random.nextInt(3) == 0 ? 0.2 : 0;
        return of(random.nextInt(120), i -> {
            var value = level + slope * i + amplitude * Math.sin(i * Math.PI / 6) + noise * random.nextGaussian();
            return random.nextDouble() < gaps ? Double.NaN : magnitude * value;
        });
    }

    public static double[] named(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    public static double[] of(int length, IntToDoubleFunction value) {
        var values = new double[length];
        Arrays.setAll(values, value);
        return values;
    }
}
