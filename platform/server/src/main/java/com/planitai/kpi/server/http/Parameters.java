package com.planitai.kpi.server.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decodes query parameters and gathers their faults, to be reported together by {@link #check}. */
public final class Parameters {
    private final Call call;
    private final List<Fault> faults = new ArrayList<>();

    Parameters(Call call) {
        this.call = call;
    }

    public <T> Optional<T> optional(String name, String expected, Function<String, Optional<T>> parse) {
        return read(name, () -> expected, parse);
    }

    private <T> Optional<T> read(String name, Supplier<String> expected, Function<String, Optional<T>> parse) {
        return call.query(name).flatMap(text -> {
            Optional<T> value = parse.apply(text);
            if (value.isEmpty()) {
                faults.add(Fault.at(
                        name,
                        "PARAMETER_NOT_READABLE",
                        Map.of("name", name, "value", text, "expected", expected.get())));
            }
            return value;
        });
    }

    /** The value, or null with a fault noted: read it only after {@link #check}. */
    public <T> @Nullable T required(String name, String expected, Function<String, Optional<T>> parse) {
        if (call.query(name).isEmpty()) {
            faults.add(Fault.at(name, "PARAMETER_MISSING", Map.of("name", name, "expected", expected)));
            return null;
        }
        return optional(name, expected, parse).orElse(null);
    }

    public boolean flag(String name) {
        return optional(name, "true, false", text -> switch (text) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                })
                .orElse(false);
    }

    public <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
        return read(
                name,
                () -> String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants()).map(Enum::name).toList()),
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(value -> value.name().equalsIgnoreCase(text))
                        .findFirst());
    }

    /** Values separated by commas, without empty ones. */
    public List<String> list(String name) {
        return call.query(name)
                .map(text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    public PageRequest page() {
        int limit = optional("limit", "1–" + PageRequest.MAX_LIMIT, Parameters::limit)
                .orElse(PageRequest.DEFAULT_LIMIT);
        return new PageRequest(limit, optional("cursor", "nextCursor", PageRequest::decode));
    }

    public void add(Fault fault) {
        faults.add(fault);
    }

    public void check() {
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemType.INVALID_INPUT, faults).asException();
        }
    }

    private static Optional<Integer> limit(String text) {
        try {
            int value = Integer.parseInt(text);
            return value >= 1 && value <= PageRequest.MAX_LIMIT ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException malformed) {
            return Optional.empty();
        }
    }
}
