package com.planitai.kpi.engine.unit;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;

/**
 * The power in which each currency, and time, stands in a quantity. Powers are halves, quarters and decimals that people
 * write, which doubles add and multiply well enough to compare exactly.
 */
public record Exponents(SortedMap<String, Double> powers) {
    /** Symbol of time; no currency has it, for it is not three letters long. */
    public static final String DURATION = "DURATION";

    public static final Exponents NONE = new Exponents(Collections.emptySortedMap());

    public Exponents {
        var kept = new TreeMap<>(powers);
        kept.values().removeIf(power -> power == 0);
        powers = Collections.unmodifiableSortedMap(kept);
    }

    public static Exponents of(String symbol) {
        return new Exponents(new TreeMap<>(Map.of(symbol, 1.0)));
    }

    public boolean isDimensionless() {
        return powers.isEmpty();
    }

    public Exponents times(Exponents other) {
        return combined(other, (left, right) -> left + right);
    }

    public Exponents dividedBy(Exponents other) {
        return combined(other, (left, right) -> left - right);
    }

    public Exponents raisedTo(double power) {
        var raised = new TreeMap<String, Double>();
        powers.forEach((symbol, own) -> raised.put(symbol, own * power));
        return new Exponents(raised);
    }

    private Exponents combined(Exponents other, DoubleBinaryOperator operator) {
        var combined = new TreeMap<>(powers);
        other.powers.forEach((symbol, power) ->
                combined.put(symbol, operator.applyAsDouble(combined.getOrDefault(symbol, 0.0), power)));
        return new Exponents(combined);
    }

    /** {@code KRW/DURATION}, {@code KRW^2}, {@code 1/JPY}; {@code 1} for none. */
    @Override
    public String toString() {
        var above = side(1);
        var below = side(-1);
        return (above.isEmpty() ? "1" : above) + (below.isEmpty() ? "" : "/" + below);
    }

    private String side(int sign) {
        return powers.entrySet().stream()
                .filter(entry -> entry.getValue() * sign > 0)
                .map(entry -> entry.getKey() + exponent(entry.getValue() * sign))
                .collect(Collectors.joining("·"));
    }

    private static String exponent(double power) {
        if (power == 1) {
            return "";
        }
        return "^" + (power == Math.rint(power) ? Long.toString((long) power) : Double.toString(power));
    }
}
