package com.planitai.kpi.pluginhost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The versions of the SPI that a plugin runs with: bounds that all hold, such as {@code >=0.1.0 <0.2.0}. */
record SpiRange(List<Bound> bounds) {
    private static final Pattern SPACE = Pattern.compile(" +");
    private static final Pattern BOUND = Pattern.compile("(>=|<=|>|<|=)?(.+)");

    record Bound(String operator, SemanticVersion version) {
        boolean admits(SemanticVersion candidate) {
            int order = candidate.compareTo(version);
            return switch (operator) {
                case ">=" -> order >= 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                case "<" -> order < 0;
                default -> order == 0;
            };
        }
    }

    SpiRange {
        bounds = List.copyOf(bounds);
    }

    static Optional<SpiRange> parse(String text) {
        List<Bound> bounds = new ArrayList<>();
        for (String part : SPACE.splitAsStream(text.strip()).toList()) {
            var matcher = BOUND.matcher(part);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String operator = matcher.group(1) == null ? "=" : matcher.group(1);
            var version = SemanticVersion.parse(matcher.group(2));
            if (version.isEmpty()) {
                return Optional.empty();
            }
            bounds.add(new Bound(operator, version.get()));
        }
        return Optional.of(new SpiRange(bounds));
    }

    boolean admits(SemanticVersion candidate) {
        return bounds.stream().allMatch(bound -> bound.admits(candidate));
    }
}
