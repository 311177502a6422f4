package com.planitai.kpi.server.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One fault of the caller's input: a stable code, the arguments that its sentence needs in any language, the place, and the
 * nearest thing that would have been right.
 */
public record Fault(
        String code,
        Map<String, String> arguments,
        @Nullable Place place,
        @Nullable String suggestion) {
    public Fault {
        arguments = Map.copyOf(arguments);
    }

    public static Fault at(String pointer, String code, Map<String, String> arguments) {
        return new Fault(code, arguments, new Place.Pointer(pointer), arguments.get("suggestion"));
    }

    public static Fault at(String pointer, String code) {
        return at(pointer, code, Map.of());
    }

    public Fault within(String pointer) {
        return new Fault(code, arguments, new Place.Pointer(pointer), suggestion);
    }
}
