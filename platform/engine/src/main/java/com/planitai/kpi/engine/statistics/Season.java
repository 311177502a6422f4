package com.planitai.kpi.engine.statistics;

import com.planitai.kpi.engine.time.Grain;

/**
 * How many periods a season has (semantics, §8).
 *
 * @param length in periods; 1 is no season
 */
public record Season(int length) {
    /** The longest season whose starting values a model can estimate with sense, in periods. */
    public static final int MAXIMUM_LENGTH = 24;

    public static final Season NONE = new Season(1);

    /** A season needs as many rounds before anything is said of it. */
    private static final int ROUNDS = 2;

    public Season {
        if (length < 1 || length > MAXIMUM_LENGTH) {
            throw new IllegalArgumentException(
                    "A season has 1 to " + MAXIMUM_LENGTH + " periods, but " + length + " were given");
        }
    }

    public static Season of(Grain grain) {
        return switch (grain) {
            case DAY -> new Season(7);
            case MONTH -> new Season(12);
            case QUARTER -> new Season(4);
            case WEEK, YEAR -> NONE;
        };
    }

    public boolean isNone() {
        return length == 1;
    }

    /** Whether two full seasons are there: every place in the season holds at least two values. */
    public boolean isCoveredBy(double[] values) {
        if (isNone()) {
            return false;
        }
        var counts = new int[length];
        for (var i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                counts[i % length]++;
            }
        }
        for (var count : counts) {
            if (count < ROUNDS) {
                return false;
            }
        }
        return true;
    }
}
