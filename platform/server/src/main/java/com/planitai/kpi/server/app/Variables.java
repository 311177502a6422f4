package com.planitai.kpi.server.app;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads environment variables and gathers what is wrong with them, without ever repeating a secret. */
final class Variables {
    private static final int MAX_PORT = 65_535;

    private final Map<String, String> environment;
    private final List<String> faults = new ArrayList<>();

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    void fault(String name, String sentence) {
        faults.add(name + ": " + sentence);
    }

    /** Refuses every variable, read or not, that holds a secret that is none. */
    void refuse(String knownSecret) {
        environment.entrySet().stream()
                .filter(variable -> variable.getValue().contains(knownSecret))
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(name -> fault(
                        name, "holds the secret of development, which everybody knows; set a secret of your own"));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    int port(String name, int standard) {
        return number(name, "port", standard, MAX_PORT);
    }

    /** A number from zero on. */
    int number(String name, int standard, int most) {
        return number(name, "number", standard, most);
    }

    double ratio(String name, double standard) {
        return parsed(name, standard, "a number from 0 to 1", value -> {
            double ratio = Double.parseDouble(value);
            return ratio >= 0 && ratio <= 1 ? ratio : null;
        });
    }

    Duration duration(String name, Duration standard) {
        return parsed(name, standard, "an ISO 8601 duration longer than zero, such as PT5M", value -> {
            Duration duration = Duration.parse(value);
            return duration.isNegative() || duration.isZero() ? null : duration;
        });
    }

    <E extends Enum<E>> E choice(String name, E standard, Class<E> type) {
        String expected = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .toList());
        return parsed(
                name,
                standard,
                "one of " + expected,
                value -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> constant.name().equalsIgnoreCase(value))
                        .findFirst()
                        .orElse(null));
    }

    private int number(String name, String noun, int standard, int most) {
        return parsed(name, standard, "a " + noun + " from 0 to " + most, value -> {
            int number = Integer.parseInt(value);
            return number >= 0 && number <= most ? number : null;
        });
    }

    private <T> T parsed(String name, T standard, String expected, Function<String, @Nullable T> parse) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return standard;
        }
        try {
            T value = parse.apply(text.get());
            if (value != null) {
                return value;
            }
        } catch (NumberFormatException | DateTimeParseException malformed) {
            // Said below, in the same words as a value out of range.
        }
        fault(name, "expected " + expected + ", got '" + text.get() + "'");
        return standard;
    }
}
